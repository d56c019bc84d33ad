/*
 * Stands in for a vendor's OpenCL: platforms with a board each, named by variables. Kernels do
 * nothing; each event lasts 500 ns and starts 1,000 ns after the one before.
 *
 * VENDOR_PLATFORM and VENDOR_DEVICES have a part for each platform, with ';' between: its name, and
 * how many boards it has (default 1), or what clGetDeviceIDs returns if that is negative.
 * VENDOR_EVENT is the execution status of every command's event.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uintptr_t handles = 100;
static uint64_t events = 0;

static const char *variable(const char *name) {
  const char *value = getenv(name);
  return value ? value : "";
}

static int put(const void *value, size_t size, size_t room, void *to, size_t *needed) {
  if (needed) *needed = size;
  if (to) {
    if (room < size) return -30;
    memcpy(to, value, size);
  }
  return 0;
}

static int text(const char *value, size_t room, void *to, size_t *needed) {
  return put(value, strlen(value) + 1, room, to, needed);
}

/* The part of a variable for a platform, from 1; NULL if it has none. */
static const char *part(const char *name, uintptr_t platform) {
  static char copy[1000];
  const char *at = variable(name);
  while (--platform && at) {
    at = strchr(at, ';');
    if (at) at++;
  }
  if (!at) return 0;
  snprintf(copy, sizeof copy, "%.*s", (int)strcspn(at, ";"), at);
  return copy;
}

int clGetPlatformIDs(unsigned n, void **ids, unsigned *count) {
  unsigned i = 0;
  for (; part("VENDOR_PLATFORM", i + 1); i++) {
    if (ids && i < n) ids[i] = (void *)(uintptr_t)(i + 1);
  }
  if (count) *count = i;
  return 0;
}

int clGetPlatformInfo(void *p, unsigned name, size_t room, void *to, size_t *needed) {
  return text(name == 0x0902 ? part("VENDOR_PLATFORM", (uintptr_t)p) : "OpenCL 1.2 stand-in", room, to,
      needed);
}

int clGetDeviceIDs(void *p, uint64_t type, unsigned n, void **ids, unsigned *count) {
  const char *own = part("VENDOR_DEVICES", (uintptr_t)p);
  int devices = own && *own ? atoi(own) : 1;
  if (devices < 0) return devices;
  if (count) *count = devices;
  for (int i = 0; ids && i < devices && i < (int)n; i++) ids[i] = (void *)(uintptr_t)(2 + i);
  return 0;
}

int clGetDeviceInfo(void *d, unsigned name, size_t room, void *to, size_t *needed) {
  uint64_t number = name == 0x1000 ? 8 : name == 0x101E ? 0 : 8ull << 30;
  switch (name) {
    case 0x102B: return text(variable("VENDOR_BOARD"), room, to, needed);
    case 0x102D: return text("1.0", room, to, needed);
    case 0x1120: return *variable("VENDOR_PCI") ? text(variable("VENDOR_PCI"), room, to, needed) : -30;
    case 0x1000: case 0x101E: case 0x101F: case 0x1010: return put(&number, 8, room, to, needed);
    default: return -30;
  }
}

static void *made(int *code) {
  if (code) *code = 0;
  return (void *)handles++;
}

void *clCreateContext(void *p, unsigned n, void **d, void *f, void *u, int *code) {
  printf("OPENED: %u\n", (unsigned)(uintptr_t)d[0]);
  fflush(stdout);
  return made(code);
}
int clGetEventInfo(void *e, unsigned name, size_t room, void *to, size_t *needed) {
  int status = atoi(variable("VENDOR_EVENT"));
  return name == 0x11D3 ? put(&status, 4, room, to, needed) : -30;
}

void *clCreateCommandQueue(void *c, void *d, uint64_t p, int *code) { return made(code); }

typedef struct { size_t size; char bytes[]; } memory;

void *clCreateBuffer(void *c, uint64_t flags, size_t size, void *host, int *code) {
  memory *m = malloc(sizeof(memory) + size);
  m->size = size;
  printf("FLAGS: %llx\n", (unsigned long long)flags);
  fflush(stdout);
  *code = 0;
  return m;
}

int clReleaseMemObject(void *m) { free(m); return 0; }

void *clCreateProgramWithSource(void *c, unsigned n, void *s, void *l, int *code) {
  *code = -3;
  return 0;
}

void *clCreateProgramWithBinary(
    void *c, unsigned n, void *d, void *l, void *b, void *s, int *code) {
  return made(code);
}

int clBuildProgram(void *p, unsigned n, void *d, const char *o, void *f, void *u) { return 0; }
int clGetProgramInfo(void *p, unsigned name, size_t room, void *to, size_t *needed) { return -30; }

int clGetProgramBuildInfo(
    void *p, void *d, unsigned name, size_t room, void *to, size_t *needed) {
  unsigned type = (unsigned)atoi(variable("VENDOR_TARGET_TYPE"));
  return name == 0x1110 && type ? put(&type, 4, room, to, needed) : -30;
}

void *clCreateKernel(void *p, const char *name, int *code) { return made(code); }
int clSetKernelArg(void *k, unsigned i, size_t size, void *value) { return 0; }

int clEnqueueWriteBuffer(void *q, void *m, int b, size_t at, size_t n, void *from, unsigned w,
    void *l, void *e) {
  memcpy(((memory *)m)->bytes + at, from, n);
  return 0;
}

int clEnqueueReadBuffer(void *q, void *m, int b, size_t at, size_t n, void *to, unsigned w,
    void *l, void *e) {
  memcpy(to, ((memory *)m)->bytes + at, n);
  return 0;
}

int clEnqueueCopyBuffer(void *q, void *from, void *to, size_t a, size_t b, size_t n, unsigned w,
    void *l, void *e) {
  memcpy(((memory *)to)->bytes + b, ((memory *)from)->bytes + a, n);
  if (e) *(void **)e = (void *)(uintptr_t)++events;
  return 0;
}

int clEnqueueNDRangeKernel(void *q, void *k, unsigned n, void *o, void *g, void *l, unsigned w,
    void *list, void **event) {
  if (event) *event = (void *)(uintptr_t)++events;
  return 0;
}

int clFinish(void *q) { return 0; }

int clGetEventProfilingInfo(void *e, unsigned name, size_t room, void *to, size_t *needed) {
  uint64_t at = (uint64_t)(uintptr_t)e * 1000 + (name == 0x1283 ? 500 : 0);
  return put(&at, 8, room, to, needed);
}

int clReleaseEvent(void *e) { return 0; }
int clReleaseKernel(void *k) { return 0; }
int clReleaseProgram(void *p) { return 0; }
int clReleaseCommandQueue(void *q) { return 0; }
int clReleaseContext(void *c) { return 0; }
