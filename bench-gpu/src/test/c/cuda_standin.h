/*
 * What the stand-ins for NVIDIA's libraries share. They are written after the public documentation,
 * compute with plain loops over host memory, and watch how they are used.
 *
 * standin_fail(function, nth, status)  the nth call of a function from now on returns the status
 * standin_set(key, value)              settings; see the libraries
 * standin_live()                       objects that were created and not destroyed
 * standin_calls(function)              how often a function was called
 * standin_misuse()                     the first thing that a caller must not do, or ""
 * standin_stream()                     the stream of the last work
 *
 * Settings can be given by the environment as well, as ASSAY_STANDIN_KEY; ASSAY_STANDIN_FUNCTION is a
 * status that each call of the function returns. In a process with the stand-in driver, work is put on
 * its streams, and recorded while they capture.
 *
 * Where a file "loads" lies beside a library, the library adds its name when it is loaded.
 */
#ifndef CUDA_STANDIN_H
#define CUDA_STANDIN_H

#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OBJECTS = 1 << 20, MAX_NAMES = 128, NAME = 64 };

typedef struct {
  int kind;
  int alive;
  void *data;
} Object;

static Object objects[MAX_OBJECTS];
static int objectCount;
static char misuse[512];
static long lastStream = -1;

typedef struct {
  char name[NAME];
  long value;
  long calls, failAt;
  int status;
} Named;

static Named names[MAX_NAMES];
static int nameCount;

__attribute__((constructor)) static void noteLoad(void) {
  Dl_info info;
  char path[4096];
  if (dladdr(misuse, &info) != 0 && strlen(info.dli_fname) < sizeof path - 8) {
    strcpy(path, info.dli_fname);
    char *name = strrchr(path, '/');
    if (name != NULL) {
      strcpy(name, "/loads");
      FILE *loads = fopen(path, "r+");
      if (loads != NULL) {
        fseek(loads, 0, SEEK_END);
        fprintf(loads, "%s\n", strrchr(info.dli_fname, '/') + 1);
        fclose(loads);
      }
    }
  }
}

/* In a process with the stand-in driver nobody else asks. */
__attribute__((destructor)) static void noteEnd(void) {
  long live = 0;
  for (int i = 0; i < objectCount; i++) {
    live += objects[i].alive;
  }
  if (getenv("ASSAY_STANDIN_REPORT") != NULL && (misuse[0] != 0 || live != 0)) {
    fprintf(stderr, "stand-in library: %ld objects left; %s\n", live, misuse);
  }
}

static Named *named(const char *name) {
  for (int i = 0; i < nameCount; i++) {
    if (strcmp(names[i].name, name) == 0) {
      return &names[i];
    }
  }
  Named *fresh = &names[nameCount++];
  snprintf(fresh->name, NAME, "%s", name);
  fresh->value = -1;
  return fresh;
}

void standin_fail(const char *function, long nth, long status) {
  Named *n = named(function);
  n->failAt = n->calls + nth;
  n->status = (int)status;
}

void standin_set(const char *key, long value) { named(key)->value = value; }
long standin_calls(const char *function) { return named(function)->calls; }
const char *standin_misuse(void) { return misuse; }
long standin_stream(void) { return lastStream; }

long standin_live(void) {
  long live = 0;
  for (int i = 0; i < objectCount; i++) {
    live += objects[i].alive;
  }
  return live;
}

static long fromEnvironment(const char *key, long otherwise) {
  char name[NAME + 32];
  snprintf(name, sizeof name, "ASSAY_STANDIN_%s", key);
  const char *value = getenv(name);
  return value == NULL ? otherwise : atol(value);
}

static long setting(const char *key, long otherwise) {
  long value = named(key)->value;
  return value < 0 ? fromEnvironment(key, otherwise) : value;
}

#define MISUSE(...) \
  do { \
    if (misuse[0] == 0) { \
      snprintf(misuse, sizeof misuse, __VA_ARGS__); \
    } \
  } while (0)

/* Counts the call and returns from it with the status that a test asked for. */
#define ENTER \
  do { \
    Named *self = named(__func__); \
    self->calls++; \
    if (self->failAt != 0 && self->calls == self->failAt) { \
      return self->status; \
    } \
    long always = fromEnvironment(__func__, 0); \
    if (always != 0) { \
      return (int)always; \
    } \
  } while (0)

/* Objects are never freed, so that a second destruction and a use after it are seen. */
static long create(int kind, size_t bytes) {
  Object *o = &objects[objectCount++];
  o->kind = kind;
  o->alive = 1;
  o->data = calloc(1, bytes);
  return (long)(intptr_t)o;
}

static void *get(long handle, int kind, const char *function) {
  long index = (handle - (long)(intptr_t)objects) / (long)sizeof(Object);
  if (index < 0 || index >= objectCount || handle != (long)(intptr_t)&objects[index]) {
    MISUSE("%s got something that is no object, for kind %d", function, kind);
    return NULL;
  }
  const Object *o = &objects[index];
  if (o->kind != kind || !o->alive) {
    MISUSE("%s got an object of kind %d, %s, for kind %d", function, o->kind,
        o->alive ? "alive" : "destroyed", kind);
    return NULL;
  }
  return o->data;
}

static int destroy(long handle, int kind, const char *function) {
  if (get(handle, kind, function) == NULL) {
    return 0;
  }
  ((Object *)(intptr_t)handle)->alive = 0;
  return 1;
}

/* --- numbers --- */

enum Format { F32, F16, BF16, E4M3, S8, S32, NO_FORMAT };

static size_t sizeOf(enum Format f) {
  return f == F32 || f == S32 ? 4 : f == F16 || f == BF16 ? 2 : 1;
}

/* To so many significant bits, ties to even; in the range of a normal double. */
static double roundTo(double v, int bits) {
  if (v == 0 || !isfinite(v)) {
    return v;
  }
  int e;
  frexp(v, &e);
  double unit = ldexp(1.0, e - bits);
  return nearbyint(v / unit) * unit;
}

static double fromF16(uint16_t h) {
  int e = (h >> 10) & 31, f = h & 1023;
  double m = e == 0 ? ldexp(f, -24) : e == 31 ? (f ? NAN : INFINITY) : ldexp(1024 + f, e - 25);
  return h >> 15 ? -m : m;
}

static uint16_t toF16(double v) {
  uint16_t sign = signbit(v) ? 0x8000 : 0;
  double m = fabs(v);
  if (isnan(v)) {
    return 0x7E00;
  }
  double r = m < ldexp(1, -14) ? nearbyint(m * ldexp(1, 24)) / ldexp(1, 24) : roundTo(m, 11);
  if (r >= 65520) {
    return sign | 0x7C00;
  }
  if (r < ldexp(1, -14)) {
    return sign | (uint16_t)(r * ldexp(1, 24));
  }
  int e;
  double f = frexp(r, &e);
  return sign | (uint16_t)(((e + 14) << 10) + (int)(f * 2048) - 1024);
}

static double fromE4M3(uint8_t b) {
  int e = (b >> 3) & 15, f = b & 7;
  double m = e == 0 ? ldexp(f, -9) : e == 15 && f == 7 ? NAN : ldexp(8 + f, e - 10);
  return b >> 7 ? -m : m;
}

static double load(const void *base, enum Format f, int64_t i) {
  switch (f) {
    case F32: return ((const float *)base)[i];
    case F16: return fromF16(((const uint16_t *)base)[i]);
    case BF16: {
      uint32_t bits = (uint32_t)((const uint16_t *)base)[i] << 16;
      float v;
      memcpy(&v, &bits, 4);
      return v;
    }
    case E4M3: return fromE4M3(((const uint8_t *)base)[i]);
    case S8: return ((const int8_t *)base)[i];
    case S32: return ((const int32_t *)base)[i];
    default: return NAN;
  }
}

static void store(void *base, enum Format f, int64_t i, double v) {
  switch (f) {
    case F32: ((float *)base)[i] = (float)v; break;
    case F16: ((uint16_t *)base)[i] = toF16(v); break;
    case BF16: {
      float r = (float)roundTo(v, 8);
      uint32_t bits;
      memcpy(&bits, &r, 4);
      ((uint16_t *)base)[i] = (uint16_t)(bits >> 16);
      break;
    }
    case S8: ((int8_t *)base)[i] = (int8_t)v; break;
    case S32: ((int32_t *)base)[i] = (int32_t)v; break;
    default: break;
  }
}

/* What multiplies an operand: 11 significant bits where tf32 is in use. */
static double operand(const void *base, enum Format f, int64_t i, int tf32) {
  double v = load(base, f, i);
  return tf32 && f == F32 ? roundTo(v, 11) : v;
}

static int aligned(const void *p, long bytes) { return (intptr_t)p % bytes == 0; }

typedef void (*Work)(void *);
typedef int (*Enqueue)(void *stream, Work work, const void *data, size_t size);

/* Does work by the stand-in driver, or at once where it is not loaded. */
static void enqueue(long stream, Work work, void *data, size_t size) {
  void *driver = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_NOLOAD);
  Enqueue put = driver == NULL ? NULL : (Enqueue)(intptr_t)dlsym(driver, "standin_enqueue");
  if (put == NULL) {
    work(data);
  } else if (put((void *)(intptr_t)stream, work, data, size) != 0) {
    MISUSE("work on stream %ld, which is none", stream);
  }
  if (driver != NULL) {
    dlclose(driver);
  }
}

/* A workspace is written to, so that one that is too small is seen at its end. */
static int useWorkspace(void *workspace, size_t given, size_t needed, const char *function) {
  if (given < needed || (needed > 0 && workspace == NULL)) {
    MISUSE("%s got a workspace of %zu bytes and needs %zu", function, given, needed);
    return 0;
  }
  if (needed > 0) {
    memset(workspace, 0xAB, needed);
  }
  return 1;
}

#endif
