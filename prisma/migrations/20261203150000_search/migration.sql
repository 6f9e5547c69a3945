-- Search that works from two characters on, also Chinese ones: the pairs of neighbouring characters of a text.
CREATE FUNCTION anjie.pairs_of(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT substr(folded, place, 2)), '{}')
  FROM lower(normalize(words, NFKC)) AS folded, generate_series(1, char_length(folded) - 1) AS place
$$;

-- By what a firm is found: its name, what it is also called, and its credit code.
CREATE FUNCTION anjie.words_of_firm(name text, credit_code text, aliases text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(normalize(name || E'\n' || credit_code || E'\n' || coalesce(array_to_string(aliases, E'\n'), ''), NFKC))
$$;
-- By what a case is found itself: its number, and what it is called. Nothing that is sealed is searched.
CREATE FUNCTION anjie.words_of_case(number text, label text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(normalize(number || E'\n' || coalesce(label, ''), NFKC))
$$;

CREATE INDEX "enterprise_words_idx" ON "anjie"."enterprise"
  USING gin (anjie.pairs_of(anjie.words_of_firm("name", "credit_code", "aliases")));
CREATE INDEX "case_file_words_idx" ON "anjie"."case_file"
  USING gin (anjie.pairs_of(anjie.words_of_case("number", "label")));
