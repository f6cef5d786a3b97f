-- The entries for a query of stemmed words, with their rank: what stands in a code or a title weighs more than what stands in a definition.
select id, bm25(entry, 0, 12, 8, 8, 8, 1, 1, 1) as rank from entry where entry match @words
