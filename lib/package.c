#define _XOPEN_SOURCE 700 /* gmtime_r */
#include "package.h"

#include <stdlib.h>
#include <time.h>

#include "decimal.h"
#include "err.h"
#include "field.h"
#include "guard.h"
#include "hash.h"
#include "mem.h"
#include "pretty.h"
#include "set.h"

/* What the cells of a column are, as JSON has them. */
enum kind { TEXT = 1, INTEGER = 2, NUMBER = 4, BOOLEAN = 8, ARRAY = 16, OBJECT = 32 };

struct column {
    const struct field *field; /* of the dictionary, which every cell has kept to; NULL: none */
    unsigned kinds;
    size_t filled;
};

struct package {
    const struct package_plan *plan;
    struct places *places;
    struct fields *fields;
    struct set *names; /* of the columns */
    struct column *columns;
    size_t column_room;
    struct set *ids, *documents;
    bool unique; /* no id came twice */
    struct buf sources;
    size_t rows;
    struct hash hash;
};

struct package *package_new(struct places *places, const struct package_plan *plan)
{
    struct package *package = mem_new(1, sizeof *package);
    package->plan = plan;
    package->places = places;
    package->fields = fields_load(places);
    package->names = set_new();
    package->ids = set_new();
    package->documents = set_new();
    package->unique = true;
    hash_begin(&package->hash);
    return package;
}

void package_free(struct package *package)
{
    if (!package)
        return;
    fields_free(package->fields);
    set_free(package->names);
    set_free(package->ids);
    set_free(package->documents);
    free(package->columns);
    buf_free(&package->sources);
    free(package);
}

/* A name of Data Package 1: no way up, no place of its own, not hidden. */
bool package_may_name(struct span path)
{
    return path.length && !strchr("./~", path.at[0]) &&
           span_find(path, span_of("..")) == path.length;
}

/* --- what rows hold ------------------------------------------------------------------------- */

static bool is_integer(struct span text)
{
    size_t at = text.length && text.at[0] == '-';
    for (size_t i = at; i < text.length; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.length > at;
}

static unsigned kind_of(struct span raw, struct span text, const struct field *field)
{
    bool number = field && (field->type == FIELD_NUMBER || field->type == FIELD_INTEGER);
    switch (raw.at[0]) {
    case '"':
        if (!number || !decimal_is(text))
            return TEXT;
        return is_integer(text) ? INTEGER : NUMBER;
    case '[':
        return ARRAY;
    case '{':
        return OBJECT;
    case 't':
    case 'f':
        return BOOLEAN;
    default:
        return is_integer(raw) ? INTEGER : NUMBER;
    }
}

static bool keeps_to(const struct field *field, unsigned kind, struct span text)
{
    static const unsigned kinds[] = {
        [FIELD_STRING] = TEXT | INTEGER | NUMBER | BOOLEAN | ARRAY | OBJECT,
        [FIELD_NUMBER] = INTEGER | NUMBER,
        [FIELD_INTEGER] = INTEGER,
        [FIELD_BOOLEAN] = BOOLEAN,
        [FIELD_DATE] = TEXT,
        [FIELD_LIST] = ARRAY};
    return (kinds[field->type] & kind) && field_allows(field, text);
}

static struct column *column_of(struct package *package, struct span name)
{
    bool added;
    size_t number = set_add(package->names, name, &added);
    if (added) {
        package->columns = mem_grow(package->columns, &package->column_room, number + 1,
                                    sizeof *package->columns);
        package->columns[number] =
            (struct column){.field = field_find(package->fields, name)};
    }
    return &package->columns[number];
}

/* As the CSV has it. */
static void add_guarded(struct span text, struct buf *out)
{
    if (guard_needed(text))
        buf_add_byte(out, '\'');
    buf_add(out, text);
}

static void add_cell(struct package *package, struct rec *row, size_t i)
{
    struct span raw = rec_value(row, i), text = rec_text_of(row, raw);
    struct column *column = column_of(package, rec_key(row, i));
    struct buf guarded = {0};
    unsigned kind = kind_of(raw, text, column->field);
    column->kinds |= kind;
    column->filled++;
    if (raw.at[0] == '"')
        add_guarded(text, &guarded);
    text = guarded.length ? buf_span(&guarded) : text;
    if (column->field && !keeps_to(column->field, kind, text))
        column->field = NULL;
    buf_free(&guarded);
}

static bool is_address(struct span text)
{
    return span_starts(text, span_of("http://")) || span_starts(text, span_of("https://"));
}

/* A document, once: its title and its address, or the file that it is. */
static void add_source(struct package *package, struct rec *row)
{
    struct span source = rec_string(row, "source"), member = rec_string(row, "member"),
                title = rec_string(row, "title"), url = rec_string(row, "url");
    struct buf key = {0};
    bool added;
    if (!source.length)
        return;
    buf_add(&key, source);
    buf_add_byte(&key, '\n');
    buf_add(&key, member);
    set_add(package->documents, buf_span(&key), &added);
    buf_free(&key);
    if (!added)
        return;
    struct rec *document = rec_new();
    url = is_address(url) ? url : source;
    rec_set_string(document, "title", title.length ? title : source);
    if (is_address(url) && package_may_name(url))
        rec_set_string(document, "path", url);
    rec_set_string(document, "source", source);
    rec_set_string(document, "member", member);
    rec_set_string(document, "doc", rec_string(row, "doc"));
    buf_add_byte(&package->sources, package->sources.length ? ',' : '[');
    rec_encode(document, &package->sources);
    rec_free(document);
}

void package_add(struct package *package, struct rec *row)
{
    struct span id = rec_string(row, "id");
    bool added = false;
    package->rows++;
    for (size_t i = 0; i < rec_count(row); i++)
        if (!span_is(rec_value(row, i), "null") && !span_is(rec_value(row, i), "\"\""))
            add_cell(package, row, i);
    if (package->unique && id.length)
        set_add(package->ids, id, &added);
    package->unique = added;
    add_source(package, row);
}

void package_bytes(struct package *package, struct span bytes)
{
    hash_add(&package->hash, bytes);
}

/* --- the description ------------------------------------------------------------------------ */

static const char *type_of(const struct column *column, const struct field *field)
{
    static const char *const declared[] = {
        [FIELD_STRING] = "string",   [FIELD_NUMBER] = "number", [FIELD_INTEGER] = "integer",
        [FIELD_BOOLEAN] = "boolean", [FIELD_DATE] = "string",   [FIELD_LIST] = "array"};
    if (field)
        return declared[field->type];
    switch (column ? column->kinds : 0) {
    case INTEGER:
        return "integer";
    case NUMBER:
    case NUMBER | INTEGER:
        return "number";
    case BOOLEAN:
        return "boolean";
    case ARRAY:
        return "array";
    case OBJECT:
        return "object";
    default:
        return "string";
    }
}

/* Sets a list of values: as numbers where the field is one. */
static void set_values(struct rec *constraints, const struct field *field)
{
    struct buf json = {0};
    for (size_t i = 0; i < field->value_count; i++) {
        buf_add_byte(&json, i ? ',' : '[');
        if (field->type == FIELD_INTEGER || field->type == FIELD_NUMBER)
            buf_add(&json, field->values[i]);
        else
            value_encode(field->values[i], &json);
    }
    buf_add_byte(&json, ']');
    if (field->value_count)
        rec_set_raw(constraints, "enum", buf_span(&json));
    buf_free(&json);
}

static struct rec *describe(const struct package *package, struct span name)
{
    struct rec *described = rec_new(), *constraints = rec_new();
    struct buf head = {0};
    size_t number = set_find(package->names, name);
    const struct column *column = number == SET_NONE ? NULL : &package->columns[number];
    const struct field *field = column ? column->field : field_find(package->fields, name);
    add_guarded(name, &head);
    rec_set_string(described, "name", buf_span(&head));
    rec_set_string(described, "type", span_of(type_of(column, field)));
    rec_set_string(described, "format", span_of("default"));
    if (field) {
        rec_set_string(described, "description", field->description);
        if (field->required && column && column->filled == package->rows)
            rec_set_true(constraints, "required");
        set_values(constraints, field);
        rec_set_string(constraints, "pattern", field->pattern);
    }
    if (rec_count(constraints))
        rec_set_record(described, "constraints", constraints);
    buf_free(&head);
    rec_free(constraints);
    return described;
}

/* The ids of the rows, if they are a column and each has its own. */
static bool has_key(const struct package *package, const struct cells *cells)
{
    for (size_t i = 0; i < cells_columns(cells) && package->unique; i++)
        if (span_is(cells_name(cells, i), "id"))
            return true;
    return false;
}

static void set_schema(const struct package *package, const struct cells *cells,
                       struct rec *resource)
{
    size_t count = cells_columns(cells);
    struct rec *schema = rec_new(), **columns = mem_new(count + 1, sizeof(struct rec *));
    for (size_t i = 0; i < count; i++)
        columns[i] = describe(package, cells_name(cells, i));
    rec_set_records(schema, "fields", columns, count);
    rec_set_raw(schema, "missingValues", span_of("[\"\"]"));
    if (has_key(package, cells))
        rec_set_raw(schema, "primaryKey", span_of("[\"id\"]"));
    rec_set_record(resource, "schema", schema);
    for (size_t i = 0; i < count; i++)
        rec_free(columns[i]);
    free(columns);
    rec_free(schema);
}

static void set_dialect(const struct package_plan *plan, struct rec *resource)
{
    rec_set_raw(resource, "dialect",
                span_of(plan->returns ? "{\"delimiter\":\",\",\"lineTerminator\":\"\\r\\n\"}"
                                      : "{\"delimiter\":\",\",\"lineTerminator\":\"\\n\"}"));
    struct rec *dialect = *rec_items(resource, "dialect", &(size_t){0});
    rec_set_string(dialect, "quoteChar", span_of("\""));
    rec_set_true(dialect, "doubleQuote");
    rec_set_raw(dialect, "skipInitialSpace", span_of("false"));
    rec_set_raw(dialect, "header", span_of(plan->no_header ? "false" : "true"));
    rec_set_record(resource, "dialect", dialect);
}

/* The name of a file as one of Data Package 1: small letters, digits and . _ - */
static void set_name(struct rec *rec, struct span path)
{
    struct buf name = {0};
    if (span_ends(path, span_of(".csv")))
        path = span_part(path, 0, path.length - 4);
    for (size_t i = 0; i < path.length; i++) {
        char byte = path.at[i];
        bool capital = byte >= 'A' && byte <= 'Z';
        bool good = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
                    (byte && strchr("._-/", byte));
        buf_add_byte(&name, capital ? (char)(byte - 'A' + 'a') : good ? byte : '-');
    }
    rec_set_string(rec, "name", buf_span(&name));
    buf_free(&name);
}

static struct rec *resource_of(const struct package *package, const struct cells *cells)
{
    struct rec *resource = rec_new();
    struct hash hash = package->hash;
    char hex[HASH_HEX + 1];
    struct buf sum = {0};
    hash_end(&hash, hex);
    buf_add_format(&sum, "sha256:%s", hex);
    set_name(resource, span_of(package->plan->path));
    rec_set_string(resource, "path", span_of(package->plan->path));
    rec_set_string(resource, "format", span_of("csv"));
    rec_set_string(resource, "mediatype", span_of("text/csv"));
    rec_set_string(resource, "encoding", span_of("utf-8"));
    rec_set_integer(resource, "bytes", (long long)package->hash.length);
    rec_set_string(resource, "hash", buf_span(&sum));
    buf_free(&sum);
    if (cells_columns(cells) == 0)
        return resource;
    rec_set_string(resource, "profile", span_of("tabular-data-resource"));
    set_dialect(package->plan, resource);
    set_schema(package, cells, resource);
    return resource;
}

static void add_version(void *list, const char *name, struct span bytes)
{
    struct buf *versions = list, sum = {0};
    struct rec *version = rec_new();
    char hex[HASH_HEX + 1];
    hash_sha256(bytes, hex);
    buf_add_format(&sum, "sha256:%s", hex);
    rec_set_string(version, "path", span_of(name));
    rec_set_string(version, "hash", buf_span(&sum));
    buf_add_byte(versions, versions->length ? ',' : '[');
    rec_encode(version, versions);
    buf_free(&sum);
    rec_free(version);
}

/* The program, and the registers and rules beside it, by their sums. */
static void set_generator(const struct package *package, struct rec *description)
{
    struct rec *generator = rec_new();
    struct buf versions = {0};
    places_each(package->places, add_version, &versions);
    buf_add_byte(&versions, ']');
    rec_set_string(generator, "name", span_of("assay"));
    rec_set_string(generator, "version", span_of(ASSAY_VERSION));
    rec_set_raw(generator, "vocabularies", buf_span(&versions));
    rec_set_record(description, "generator", generator);
    buf_free(&versions);
    rec_free(generator);
}

static void set_created(struct rec *description, long long created)
{
    char text[40];
    struct tm parts;
    time_t when = (time_t)created;
    if (created >= 0 && gmtime_r(&when, &parts) &&
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts))
        rec_set_string(description, "created", span_of(text));
}

static void set_license(struct rec *description, const char *license)
{
    struct rec *given = rec_new();
    if (license) {
        rec_set_string(given, is_address(span_of(license)) ? "path" : "name", span_of(license));
        rec_set_records(description, "licenses", &given, 1);
    }
    rec_free(given);
}

void package_write(const struct package *package, const struct cells *cells, long long created,
                   struct buf *out)
{
    struct rec *description = rec_new(), *resource = resource_of(package, cells);
    struct buf json = {0};
    rec_set_string(description, "profile",
                   span_of(cells_columns(cells) ? "tabular-data-package" : "data-package"));
    set_name(description, span_of(package->plan->path));
    set_created(description, created);
    set_license(description, package->plan->license);
    rec_set_records(description, "resources", &resource, 1);
    set_generator(package, description);
    if (package->sources.length) {
        buf_add(&json, buf_span(&package->sources));
        buf_add_byte(&json, ']');
        rec_set_raw(description, "sources", buf_span(&json));
    }
    buf_clear(&json);
    rec_encode(description, &json);
    pretty_write(buf_span(&json), out);
    buf_free(&json);
    rec_free(resource);
    rec_free(description);
}
