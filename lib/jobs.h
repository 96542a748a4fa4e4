/* jobs: worker processes over numbered tasks, what they send in the order of the tasks.
 * Uses err mem span buf.
 *
 * A worker that dies costs the task it was at, and another one takes its place. The parent holds
 * what is sent ahead of its turn, up to JOBS_AHEAD_MAX; beyond that the workers wait. */
#ifndef JOBS_H
#define JOBS_H

#include "buf.h"

enum {
    JOBS_WORKERS_MAX = 256,
    JOBS_AHEAD_MAX = 64 * 1024 * 1024,
    /* No honest worker sends more at once: a record may be IN_LINE_MAX long. */
    JOBS_MESSAGE_MAX = 1024 * 1024 * 1024
};

struct jobs_worker;
/* Does one task, in a worker. What it raises (err) the parent has raised when it is over. */
typedef void jobs_task(void *context, size_t task, struct jobs_worker *worker);

struct jobs;

/* Forks the workers, before anything that a document can spoil. Tasks are 0 to count - 1. */
struct jobs *jobs_start(size_t workers, size_t count, jobs_task *task, void *context);
/* In a worker: sends a message. `kind` is the caller's, below 64. */
void jobs_send(struct jobs_worker *worker, unsigned kind, struct span message);

enum jobs_event { JOBS_MESSAGE, JOBS_DONE, JOBS_CRASHED };

/* What comes next of the current task (the first, then after each JOBS_DONE or JOBS_CRASHED the
 * one behind it); not to be called once all are over. The message is borrowed until the next
 * call. For JOBS_CRASHED, *kind is the signal, or 0 for a worker that ended by itself. */
enum jobs_event jobs_next(struct jobs *jobs, unsigned *kind, struct span *message);
/* Ends the workers and waits for them. */
void jobs_end(struct jobs *jobs);

#endif
