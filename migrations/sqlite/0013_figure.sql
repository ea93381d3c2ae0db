-- +goose Up
--
-- The pictures of a document: a body may show these and no others, so that nobody prints a blob whose name he knows. A
-- row stays for ever, like the versions of the text that show it.
CREATE TABLE document_figure (
    document_id text NOT NULL REFERENCES document (id),
    sha256      text NOT NULL,
    media_type  text NOT NULL CONSTRAINT a_figure_is_png_or_jpeg CHECK (media_type IN ('image/png', 'image/jpeg')),
    width       integer NOT NULL CONSTRAINT a_figure_has_pixels CHECK (width > 0 AND height > 0),
    height      integer NOT NULL,
    size        integer NOT NULL,
    author_id   text NOT NULL,
    created_at  timestamp NOT NULL,
    CONSTRAINT a_figure_is_kept_once PRIMARY KEY (document_id, sha256)
);

-- +goose StatementBegin
CREATE TRIGGER a_figure_is_never_changed BEFORE UPDATE ON document_figure
BEGIN SELECT RAISE(ABORT, 'document_figure is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_figure_is_never_deleted BEFORE DELETE ON document_figure
BEGIN SELECT RAISE(ABORT, 'document_figure is append-only'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE document_figure;
