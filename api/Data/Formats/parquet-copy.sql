-- Writes the gathered answer; {file} is a literal. The release stands in the file's own metadata.
copy answer to {file} (format parquet, compression zstd, kv_metadata {release: {release}});
