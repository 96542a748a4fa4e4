/* jansson_copy: what a filter costs that reads each line into a JSON tree and prints it again. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    FILE *file = argc > 1 ? fopen(argv[1], "r") : stdin;
    if (!file)
        return 2;
    while ((length = getline(&line, &room, file)) > 0) {
        json_error_t error;
        json_t *value = json_loadb(line, (size_t)length, JSON_REJECT_DUPLICATES, &error);
        char *text = value ? json_dumps(value, JSON_COMPACT) : NULL;
        if (!text || puts(text) < 0)
            return 2;
        free(text);
        json_decref(value);
    }
    free(line);
    fclose(file);
    return fflush(stdout) == 0 ? 0 : 2;
}
