-- +goose Up
-- The log is read by time, by who did it and by what was done; the access log by time and by who was refused. A list goes
-- on by (at, id), so each of these is walked and none is sorted.
CREATE INDEX audit_event_by_time ON audit_event (at, id);
CREATE INDEX audit_event_by_actor ON audit_event (actor_id, at, id);
CREATE INDEX audit_event_by_action ON audit_event (action, at, id);
CREATE INDEX audit_event_by_kind ON audit_event (subject_kind, at, id);
DROP INDEX access_log_by_time;
CREATE INDEX access_log_by_time ON access_log (at, id);
CREATE INDEX access_log_by_actor ON access_log (actor_id, at, id);
-- What did not arrive and nobody has sent otherwise yet, for whoever looks after the mail.
CREATE INDEX delivery_failed ON delivery (failed_at, id) WHERE failed_at IS NOT NULL;
CREATE INDEX notice_mail_failed ON notice_mail (settled_at, id) WHERE state = 'failed';

-- +goose Down
DROP INDEX notice_mail_failed;
DROP INDEX delivery_failed;
DROP INDEX access_log_by_actor;
DROP INDEX access_log_by_time;
CREATE INDEX access_log_by_time ON access_log (at);
DROP INDEX audit_event_by_kind;
DROP INDEX audit_event_by_action;
DROP INDEX audit_event_by_actor;
DROP INDEX audit_event_by_time;
