// What a C compiler makes of the loops that peak/fma and memory/* time: peers for CeilingComparison, which
// builds them with
//   gcc -O3 -march=native -ffp-contract=fast -fno-tree-loop-distribute-patterns -shared -fPIC -pthread
// (without the last -f, copying would become a call of memcpy). Every function times itself, between a barrier
// that releases the threads and the end of the last one, and returns seconds, or -1 if memory is missing.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#if defined(__AVX512F__)
#define WIDTH 64
#elif defined(__AVX__)
#define WIDTH 32
#else
#define WIDTH 16
#endif

// 1 if multiply and add are one instruction.
int peer_fuses(void) {
#if defined(__FMA__) || defined(__aarch64__)
  return 1;
#else
  return 0;
#endif
}

int peer_vector_bytes(void) { return WIDTH; }

typedef struct Task Task;
struct Task {
  void (*prepare)(Task *, int);
  void (*run)(Task *, int);
  int threads;
  long count, repeats;
  double multiplier, addend;
  void *a, *b, *c;
};

typedef struct {
  Task *task;
  int index;
  pthread_barrier_t *barrier;
  double begin, end;
} Member;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void *member(void *argument) {
  Member *self = argument;
  if (self->task->prepare) {
    self->task->prepare(self->task, self->index);
  }
  pthread_barrier_wait(self->barrier);
  self->begin = now();
  self->task->run(self->task, self->index);
  self->end = now();
  return NULL;
}

static double team(Task *task) {
  int n = task->threads;
  pthread_barrier_t barrier;
  pthread_t *threads = calloc(n, sizeof *threads);
  Member *members = calloc(n, sizeof *members);
  if (!threads || !members) {
    return -1;
  }
  pthread_barrier_init(&barrier, NULL, n);
  for (int i = 0; i < n; i++) {
    members[i] = (Member){task, i, &barrier, 0, 0};
    if (i > 0 && pthread_create(&threads[i], NULL, member, &members[i])) {
      abort();  // The others wait at the barrier for ever.
    }
  }
  member(&members[0]);
  double begin = members[0].begin, end = members[0].end;
  for (int i = 1; i < n; i++) {
    pthread_join(threads[i], NULL);
    begin = members[i].begin < begin ? members[i].begin : begin;
    end = members[i].end > end ? members[i].end : end;
  }
  pthread_barrier_destroy(&barrier);
  free(threads);
  free(members);
  return end - begin;
}

// The elements of a thread: [first, last).
#define FIRST(task, index) ((task)->count * (index) / (task)->threads)

#define PEERS(T)                                                                                              \
  typedef T T##_v __attribute__((vector_size(WIDTH)));                                                        \
  volatile T T##_sink;                                                                                        \
                                                                                                              \
  /* Twelve independent chains of v = v * m + a; the results are used, so that nothing is left out. */        \
  static void T##_chains(Task *task, int index) {                                                             \
    T##_v zero = {0};                                                                                         \
    T##_v m = zero + (T)task->multiplier, a = zero + (T)task->addend;                                         \
    T##_v v0 = zero + (T)index, v1 = v0 + 1, v2 = v1 + 1, v3 = v2 + 1, v4 = v3 + 1, v5 = v4 + 1;              \
    T##_v v6 = v5 + 1, v7 = v6 + 1, v8 = v7 + 1, v9 = v8 + 1, v10 = v9 + 1, v11 = v10 + 1;                    \
    for (long i = 0; i < task->repeats; i++) {                                                                \
      v0 = v0 * m + a, v1 = v1 * m + a, v2 = v2 * m + a, v3 = v3 * m + a;                                     \
      v4 = v4 * m + a, v5 = v5 * m + a, v6 = v6 * m + a, v7 = v7 * m + a;                                     \
      v8 = v8 * m + a, v9 = v9 * m + a, v10 = v10 * m + a, v11 = v11 * m + a;                                 \
    }                                                                                                         \
    T##_v sum = v0 + v1 + v2 + v3 + v4 + v5 + v6 + v7 + v8 + v9 + v10 + v11;                                  \
    T##_sink = sum[0];                                                                                        \
  }                                                                                                           \
                                                                                                              \
  /* Seconds for 2 * 12 * WIDTH / sizeof(T) * steps * threads operations. */                                  \
  double T##_fma(int threads, long steps, double multiplier, double addend) {                                 \
    Task task = {NULL, T##_chains, threads, 0, steps, multiplier, addend, NULL, NULL, NULL};                  \
    return team(&task);                                                                                       \
  }                                                                                                           \
                                                                                                              \
  /* First touch by the thread that computes. */                                                              \
  static void T##_touch(Task *task, int index) {                                                              \
    T *a = task->a, *b = task->b, *c = task->c;                                                               \
    for (long i = FIRST(task, index); i < FIRST(task, index + 1); i++) {                                      \
      a[i] = 0;                                                                                               \
      if (b) b[i] = i % 7;                                                                                    \
      if (c) c[i] = i % 5;                                                                                    \
    }                                                                                                         \
    task->run(task, index);                                                                                   \
  }                                                                                                           \
                                                                                                              \
  static void T##_copy(Task *task, int index) {                                                               \
    long from = FIRST(task, index), to = FIRST(task, index + 1);                                              \
    T *restrict a = task->a, *restrict b = task->b;                                                           \
    for (long r = 0; r < task->repeats; r++) {                                                                \
      for (long i = from; i < to; i++) a[i] = b[i];                                                           \
      __asm__ volatile("" ::: "memory");                                                                      \
    }                                                                                                         \
  }                                                                                                           \
                                                                                                              \
  static void T##_triad(Task *task, int index) {                                                              \
    long from = FIRST(task, index), to = FIRST(task, index + 1);                                              \
    T *restrict a = task->a, *restrict b = task->b, *restrict c = task->c;                                    \
    T scale = task->multiplier;                                                                               \
    for (long r = 0; r < task->repeats; r++) {                                                                \
      for (long i = from; i < to; i++) a[i] = b[i] + scale * c[i];                                            \
      __asm__ volatile("" ::: "memory");                                                                      \
    }                                                                                                         \
  }                                                                                                           \
                                                                                                              \
  static void T##_read(Task *task, int index) {                                                               \
    long lanes = WIDTH / sizeof(T), from = FIRST(task, index), to = FIRST(task, index + 1);                   \
    const T *a = task->a;                                                                                     \
    T##_v zero = {0}, total = zero;                                                                           \
    for (long r = 0; r < task->repeats; r++) {                                                                \
      T##_v s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;           \
      long i = from;                                                                                          \
      for (; i <= to - 8 * lanes; i += 8 * lanes) {                                                           \
        T##_v v[8];                                                                                           \
        __builtin_memcpy(v, a + i, sizeof v);                                                                 \
        s0 += v[0], s1 += v[1], s2 += v[2], s3 += v[3], s4 += v[4], s5 += v[5], s6 += v[6], s7 += v[7];       \
      }                                                                                                       \
      for (; i <= to - lanes; i += lanes) {                                                                   \
        T##_v v;                                                                                              \
        __builtin_memcpy(&v, a + i, sizeof v);                                                                \
        s0 += v;                                                                                              \
      }                                                                                                       \
      for (; i < to; i++) s0[0] += a[i];                                                                      \
      total += s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;                                                         \
      __asm__ volatile("" ::: "memory");                                                                      \
    }                                                                                                         \
    T##_sink = total[0];                                                                                      \
  }                                                                                                           \
                                                                                                              \
  /* Seconds for `repeats` passes over arrays of `count` elements, after one that is not timed.               \
     kind: 0 read, 1 copy, 2 triad. */                                                                        \
  double T##_memory(int kind, int threads, long count, long repeats) {                                        \
    void (*run[])(Task *, int) = {T##_read, T##_copy, T##_triad};                                             \
    size_t bytes = (count * sizeof(T) + 4095) / 4096 * 4096;                                                  \
    void *a = aligned_alloc(4096, bytes);                                                                     \
    void *b = kind > 0 ? aligned_alloc(4096, bytes) : NULL;                                                   \
    void *c = kind > 1 ? aligned_alloc(4096, bytes) : NULL;                                                   \
    double seconds = -1;                                                                                      \
    if (a && (b || kind < 1) && (c || kind < 2)) {                                                            \
      Task warm = {T##_touch, run[kind], threads, count, 1, 3, 0, a, b, c};                                   \
      Task timed = {NULL, run[kind], threads, count, repeats, 3, 0, a, b, c};                                 \
      seconds = team(&warm) < 0 ? -1 : team(&timed);                                                          \
    }                                                                                                         \
    free(a), free(b), free(c);                                                                                \
    return seconds;                                                                                           \
  }

PEERS(float)
PEERS(double)
