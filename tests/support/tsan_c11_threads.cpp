// C11 threads for builds with the thread sanitizer: its runtime knows pthread_create, but not thrd_create,
// with which librdkafka starts its threads, and crashes in the first of them. These replace libc's, which
// keeps the same types, so that the sanitizer sees librdkafka's threads and locks as well. Linked only if
// EVENTFLOW_SANITIZE is `thread`.

#include <pthread.h>
#include <threads.h>

#include <cerrno>
#include <cstdint>
#include <memory>

// In glibc these are one thing under two names.
static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t) && sizeof(cnd_t) == sizeof(pthread_cond_t));
static_assert(sizeof(thrd_t) == sizeof(pthread_t));

namespace {

struct Start {
    thrd_start_t function;
    void* argument;
};

void* run(void* start) {
    const std::unique_ptr<Start> owned(static_cast<Start*>(start));
    const int result = owned->function(owned->argument);
    return reinterpret_cast<void*>(static_cast<std::intptr_t>(result));
}

int toC11(int error) {
    switch (error) {
    case 0:
        return thrd_success;
    case ENOMEM:
        return thrd_nomem;
    case ETIMEDOUT:
        return thrd_timedout;
    case EBUSY:
        return thrd_busy;
    default:
        return thrd_error;
    }
}

pthread_mutex_t* native(mtx_t* mutex) {
    return reinterpret_cast<pthread_mutex_t*>(mutex);
}
pthread_cond_t* native(cnd_t* condition) {
    return reinterpret_cast<pthread_cond_t*>(condition);
}

} // namespace

extern "C" {

int thrd_create(thrd_t* thread, thrd_start_t function, void* argument) {
    auto start = std::make_unique<Start>(Start{function, argument});
    const int error = pthread_create(thread, nullptr, run, start.get());
    if (error == 0) static_cast<void>(start.release());
    return toC11(error);
}

int thrd_join(thrd_t thread, int* result) {
    void* value = nullptr;
    const int error = pthread_join(thread, &value);
    if (result) *result = static_cast<int>(reinterpret_cast<std::intptr_t>(value));
    return toC11(error);
}

int thrd_detach(thrd_t thread) {
    return toC11(pthread_detach(thread));
}

int mtx_init(mtx_t* mutex, int type) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    if (type & mtx_recursive) pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    const int error = pthread_mutex_init(native(mutex), &attributes);
    pthread_mutexattr_destroy(&attributes);
    return toC11(error);
}

void mtx_destroy(mtx_t* mutex) {
    pthread_mutex_destroy(native(mutex));
}
int mtx_lock(mtx_t* mutex) {
    return toC11(pthread_mutex_lock(native(mutex)));
}
int mtx_trylock(mtx_t* mutex) {
    return toC11(pthread_mutex_trylock(native(mutex)));
}
int mtx_unlock(mtx_t* mutex) {
    return toC11(pthread_mutex_unlock(native(mutex)));
}

int cnd_init(cnd_t* condition) {
    return toC11(pthread_cond_init(native(condition), nullptr));
}
void cnd_destroy(cnd_t* condition) {
    pthread_cond_destroy(native(condition));
}
int cnd_signal(cnd_t* condition) {
    return toC11(pthread_cond_signal(native(condition)));
}
int cnd_broadcast(cnd_t* condition) {
    return toC11(pthread_cond_broadcast(native(condition)));
}
int cnd_wait(cnd_t* condition, mtx_t* mutex) {
    return toC11(pthread_cond_wait(native(condition), native(mutex)));
}
int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* until) {
    return toC11(pthread_cond_timedwait(native(condition), native(mutex), until));
}

} // extern "C"
