#include "jobs.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

enum {
    PIECE = 64 * 1024,
    COMPACT_AT = 1024 * 1024,
    DONE = 64, /* the kind of the last message of a task: its length is an exit status */
    NOBODY = -1
};

struct header {
    uint64_t length;
    uint32_t kind, unused;
};

struct jobs_worker {
    pid_t process;
    int socket; /* -1: none */
    size_t task;
    bool busy;
};

struct task {
    struct buf sent;
    size_t start;   /* of what was not given out */
    size_t checked; /* the first header that was not looked at */
    bool crashed;
    unsigned signal;
};

struct jobs {
    struct jobs_worker *workers;
    size_t worker_count;
    struct task *tasks;
    size_t task_count, current, next; /* the task given out from, and the next to be done */
    size_t ahead;                     /* bytes held */
    jobs_task *work;
    void *context;
    struct pollfd *polls;
};

/* --- in a worker ------------------------------------------------------------------------------ */

/* exit() must not run what the parent registered: it would remove the output being written. */
static void leave(void)
{
    _exit(ERR_TROUBLE);
}

static bool send_all(int socket, const void *bytes, size_t length)
{
    const char *rest = bytes;
    while (length) {
        ssize_t done = send(socket, rest, length, MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        rest += done;
        length -= (size_t)done;
    }
    return true;
}

static void send_header(const struct jobs_worker *worker, unsigned kind, size_t length)
{
    struct header header = {length, kind, 0};
    if (!send_all(worker->socket, &header, sizeof header))
        _exit(ERR_DONE); /* the parent is gone and has said why */
}

void jobs_send(struct jobs_worker *worker, unsigned kind, struct span message)
{
    send_header(worker, kind, message.length);
    if (!send_all(worker->socket, message.at, message.length))
        _exit(ERR_DONE);
}

static bool receive_task(int socket, size_t *task)
{
    ssize_t got;
    do
        got = recv(socket, task, sizeof *task, MSG_WAITALL);
    while (got < 0 && errno == EINTR);
    return got == (ssize_t)sizeof *task;
}

/* The handlers of the parent are about its files. */
static void restore_signals(void)
{
    static const int numbers[] = {SIGHUP, SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction old;
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            signal(numbers[i], SIG_DFL);
    }
}

static _Noreturn void work(struct jobs *jobs, struct jobs_worker *worker)
{
    size_t task;
    for (size_t i = 0; i < jobs->worker_count; i++)
        if (jobs->workers[i].socket >= 0 && &jobs->workers[i] != worker)
            close(jobs->workers[i].socket);
    if (atexit(leave) != 0)
        _exit(ERR_TROUBLE);
    restore_signals();
    while (receive_task(worker->socket, &task)) {
        jobs->work(jobs->context, task, worker);
        send_header(worker, DONE, (size_t)err_status());
    }
    _exit(ERR_DONE);
}

/* --- in the parent ---------------------------------------------------------------------------- */

static void start_worker(struct jobs *jobs, struct jobs_worker *worker)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        err_die("cannot start a worker:");
    worker->busy = false;
    worker->process = fork();
    if (worker->process < 0)
        err_die("cannot start a worker:");
    worker->socket = pair[worker->process == 0];
    close(pair[worker->process != 0]);
    if (worker->process == 0)
        work(jobs, worker);
}

struct jobs *jobs_start(size_t workers, size_t count, jobs_task *task, void *context)
{
    struct jobs *jobs = mem_new(1, sizeof *jobs);
    if (workers > JOBS_WORKERS_MAX)
        workers = JOBS_WORKERS_MAX;
    jobs->worker_count = workers < count ? workers : count;
    jobs->workers = mem_new(jobs->worker_count, sizeof *jobs->workers);
    jobs->polls = mem_new(jobs->worker_count, sizeof *jobs->polls);
    jobs->tasks = mem_new(count, sizeof *jobs->tasks);
    jobs->task_count = count;
    jobs->work = task;
    jobs->context = context;
    for (size_t i = 0; i < jobs->worker_count; i++)
        jobs->workers[i].socket = NOBODY;
    for (size_t i = 0; i < jobs->worker_count; i++)
        start_worker(jobs, &jobs->workers[i]);
    return jobs;
}

static void end_worker(struct jobs_worker *worker, int *status)
{
    close(worker->socket);
    worker->socket = NOBODY;
    pid_t ended;
    do
        ended = waitpid(worker->process, status, 0);
    while (ended < 0 && errno == EINTR);
}

/* The worker is gone, in the middle of a task. */
static void bury(struct jobs *jobs, struct jobs_worker *worker)
{
    struct task *task = &jobs->tasks[worker->task];
    int status = 0;
    end_worker(worker, &status);
    if (worker->busy) {
        task->crashed = true;
        task->signal = WIFSIGNALED(status) ? (unsigned)WTERMSIG(status) : 0;
    }
    start_worker(jobs, worker);
}

static void give_work(struct jobs *jobs)
{
    for (size_t i = 0; i < jobs->worker_count; i++) {
        struct jobs_worker *worker = &jobs->workers[i];
        if (worker->busy || jobs->next >= jobs->task_count || jobs->ahead >= JOBS_AHEAD_MAX)
            continue;
        worker->task = jobs->next;
        worker->busy = send_all(worker->socket, &worker->task, sizeof worker->task);
        if (worker->busy)
            jobs->next++;
        else
            bury(jobs, worker);
    }
}

/* Forgets what was given out, at times: a task may send much more than memory holds. */
static void compact(struct task *task)
{
    if (task->start < COMPACT_AT || task->start < task->sent.length / 2)
        return;
    size_t left = task->sent.length - task->start;
    memmove(task->sent.at, task->sent.at + task->start, left);
    task->sent.length = left;
    task->checked -= task->start;
    task->start = 0;
}

/* Walks over the headers that have come. The worker is idle again behind the last; it is not one
 * of ours that sends what cannot be. */
static bool check_headers(struct jobs_worker *worker, struct task *task)
{
    struct header header;
    while (task->sent.length >= sizeof header &&
           task->checked <= task->sent.length - sizeof header) {
        memcpy(&header, task->sent.at + task->checked, sizeof header);
        if (header.kind == DONE) {
            worker->busy = false;
            return true;
        }
        if (header.length > JOBS_MESSAGE_MAX || header.kind > DONE)
            return false;
        task->checked += sizeof header + header.length;
    }
    return true;
}

static void receive(struct jobs *jobs, struct jobs_worker *worker)
{
    struct task *task = &jobs->tasks[worker->task];
    ssize_t got;
    compact(task);
    do
        got = recv(worker->socket, buf_reserve(&task->sent, PIECE), PIECE, 0);
    while (got < 0 && errno == EINTR);
    if (got > 0) {
        task->sent.length += (size_t)got;
        jobs->ahead += worker->task != jobs->current ? (size_t)got : 0;
    }
    if (got > 0 && check_headers(worker, task))
        return;
    kill(worker->process, SIGKILL); /* it is dead already, or sends nonsense */
    bury(jobs, worker);
}

/* Waits for the workers that are at something; only for the current task's where enough is held. */
static void wait_for_workers(struct jobs *jobs)
{
    nfds_t count = 0;
    for (size_t i = 0; i < jobs->worker_count; i++) {
        const struct jobs_worker *worker = &jobs->workers[i];
        if (worker->busy &&
            (worker->task == jobs->current || jobs->ahead < JOBS_AHEAD_MAX))
            jobs->polls[count++] = (struct pollfd){worker->socket, POLLIN, 0};
    }
    if (poll(jobs->polls, count, -1) < 0 && errno != EINTR)
        err_die("cannot wait for the workers:");
    for (nfds_t k = 0; k < count; k++)
        for (size_t i = 0; i < jobs->worker_count && jobs->polls[k].revents; i++)
            if (jobs->workers[i].socket == jobs->polls[k].fd) {
                receive(jobs, &jobs->workers[i]);
                break;
            }
}

static void advance(struct jobs *jobs)
{
    buf_free(&jobs->tasks[jobs->current].sent);
    if (++jobs->current < jobs->task_count)
        jobs->ahead -= jobs->tasks[jobs->current].sent.length;
}

enum jobs_event jobs_next(struct jobs *jobs, unsigned *kind, struct span *message)
{
    for (;;) {
        struct task *task = &jobs->tasks[jobs->current];
        struct span rest = span_part(buf_span(&task->sent), task->start, task->sent.length);
        struct header header = {0, 0, 0};
        if (rest.length >= sizeof header)
            memcpy(&header, rest.at, sizeof header);
        if (header.kind == DONE) {
            err_raise((enum err_status)header.length);
            advance(jobs);
            return JOBS_DONE;
        }
        if (rest.length >= sizeof header && rest.length - sizeof header >= header.length) {
            *kind = header.kind;
            *message = span_part(rest, sizeof header, sizeof header + header.length);
            task->start += sizeof header + header.length;
            return JOBS_MESSAGE;
        }
        if (task->crashed) {
            *kind = task->signal;
            advance(jobs);
            return JOBS_CRASHED;
        }
        give_work(jobs);
        wait_for_workers(jobs);
    }
}

void jobs_end(struct jobs *jobs)
{
    int status;
    for (size_t i = 0; i < jobs->worker_count; i++)
        end_worker(&jobs->workers[i], &status);
    for (size_t i = jobs->current; i < jobs->task_count; i++)
        buf_free(&jobs->tasks[i].sent);
    free(jobs->workers);
    free(jobs->polls);
    free(jobs->tasks);
    free(jobs);
}
