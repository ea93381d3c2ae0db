// Package pades makes and checks the CMS container of a PDF signature (ETSI EN 319 142-1, SubFilter
// ETSI.CAdES.detached): bytes in, bytes out, no PDF and no files.
//
// It refuses what PAdES forbids: content inside the container, more or fewer than one signer, missing signed
// attributes, SHA-1, RSA below 2048 bits, a signing certificate that is not the one the attributes name, anything
// but DER. It does not judge trust: the chain to a root is the business of the room above.
package pades
