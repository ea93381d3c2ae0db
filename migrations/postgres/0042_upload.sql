-- +goose Up
-- A file on its way in, piece by piece (tus 1.0), until it is whole and becomes an attachment. The pieces lie here and not
-- among the blobs: what is refused in the end leaves nothing, and every replica can take the next piece.
--
--   begun ──piece──▶ received + size ──last piece──▶ document_attachment: no pieces any more, the row until it expires
CREATE TABLE upload (
    id          text PRIMARY KEY,
    person_id   text NOT NULL,
    document_id text NOT NULL,
    name        text NOT NULL,
    length      bigint NOT NULL,
    received    bigint NOT NULL,
    attachment_id text NOT NULL, -- '' = still on its way
    created_at  timestamptz NOT NULL,
    touched_at  timestamptz NOT NULL,
    CONSTRAINT an_upload_has_no_more_than_its_length CHECK (received >= 0 AND received <= length),
    CONSTRAINT an_upload_is_an_attachment_once_it_is_whole CHECK ((received = length) = (attachment_id <> ''))
);
CREATE INDEX upload_by_person ON upload (person_id);
CREATE INDEX upload_by_time ON upload (touched_at);
CREATE TABLE upload_piece (
    upload_id text NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    at        bigint NOT NULL,
    content   bytea NOT NULL,
    CONSTRAINT a_piece_comes_once PRIMARY KEY (upload_id, at)
);

-- +goose Down
DROP TABLE upload_piece;
DROP TABLE upload;
