-- +goose Up
-- Nothing changes here: FTS5 answers which rows have the words, and document_access which of them a person sees. The other
-- database copies document_access into its index of words.
SELECT 1;

-- +goose Down
SELECT 1;
