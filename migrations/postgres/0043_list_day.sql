-- +goose Up
-- Lists narrowed to a document's date: the documents of a day without the table.
CREATE INDEX document_by_date ON document (document_date, updated_at, id);

-- +goose Down
DROP INDEX document_by_date;
