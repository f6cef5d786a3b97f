-- The words of one release's catalogue: code and titles of all languages together, for who looks for a country need not say in which language, and what is said of each in its own.
-- Accents are folded; words are stemmed before they come here.
create virtual table entry using fts5 (id unindexed, code, title_es, title_pt, title_en, text_es, text_pt, text_en, tokenize = 'unicode61 remove_diacritics 2');
