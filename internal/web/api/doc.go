// Package api is the JSON API under /api/v1: decode, one call, reply.
//
// It owns what crosses the wire (the types of web/client), the route table, the OpenAPI document generated from both,
// and how a refusal reads: RFC 9457 with a code, a Vietnamese sentence and every reason. It refuses unknown fields and
// parameters, bodies that are not UTF-8, and everything from nobody but a log-in.
//
// It decides nothing. What a person may see and do, the services below say; a document that one may not see is answered
// word for word as one that does not exist. A write with an Idempotency-Key that was carried out before is answered with
// the resource as it stands now.
package api
