// Groups the rows of a file by two fields, or writes them as CSV, with DuckDB on one thread.
// usage: node duckdb.js group|csv|nothing FILE      finds @duckdb/node-api by NODE_PATH
const { DuckDBInstance } = require("@duckdb/node-api");

const [what, file] = process.argv.slice(2);
const rows = `read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited')`;
const group = `SELECT authority, grade, count(*) AS count, arg_min(source, date) AS first_source,
    arg_max(source, date) AS last_source FROM ${rows} GROUP BY ALL ORDER BY ALL`;
const queries = {
    group: `COPY (${group}) TO '/dev/stdout' (FORMAT json)`,
    csv: `COPY (SELECT * FROM ${rows}) TO '/dev/stdout' (FORMAT csv)`,
    nothing: "SELECT 1",
};

async function main() {
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    const connection = await instance.connect();
    await connection.run(queries[what]);
}

main();
