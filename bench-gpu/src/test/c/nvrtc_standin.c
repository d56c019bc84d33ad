/* A stand-in for NVRTC: "compiles" to an ELF header and the source; a source with #error fails. */
#include "cuda_standin.h"

#ifndef MAJOR
#define MAJOR 13
#endif

enum { SUCCESS = 0, INVALID_INPUT = 3, INVALID_PROGRAM = 4, INVALID_OPTION = 5, COMPILATION = 6 };
enum { PROGRAM = 1 };

typedef struct { char source[256], name[64], log[256]; int compiled; } Program;

int nvrtcVersion(int *major, int *minor) {
  ENTER;
  *major = MAJOR;
  *minor = 2;
  return SUCCESS;
}

int nvrtcGetNumSupportedArchs(int *count) {
  ENTER;
  *count = 3;
  return SUCCESS;
}

int nvrtcGetSupportedArchs(int *architectures) {
  ENTER;
  architectures[0] = 80;
  architectures[1] = 90;
  architectures[2] = 120;
  return SUCCESS;
}

int nvrtcCreateProgram(
    long *out, const char *source, const char *name, int headers, const char *const *texts,
    const char *const *includes) {
  ENTER;
  if (headers != 0 || texts != NULL || includes != NULL) return INVALID_INPUT;
  *out = create(PROGRAM, sizeof(Program));
  Program *p = get(*out, PROGRAM, __func__);
  snprintf(p->source, sizeof p->source, "%s", source);
  snprintf(p->name, sizeof p->name, "%s", name);
  return SUCCESS;
}

int nvrtcDestroyProgram(long *program) {
  ENTER;
  int done = destroy(*program, PROGRAM, __func__);
  *program = 0;
  return done ? SUCCESS : INVALID_PROGRAM;
}

int nvrtcCompileProgram(long program, int count, const char *const *options) {
  ENTER;
  Program *p = get(program, PROGRAM, __func__);
  if (p == NULL) return INVALID_PROGRAM;
  if (count < 1 || strncmp(options[0], "--gpu-architecture=sm_", 22) != 0) {
    snprintf(p->log, sizeof p->log, "no architecture of a real device");
    return INVALID_OPTION;
  }
  for (int i = 1; i < count; i++) {
    if (strncmp(options[i], "--", 2) != 0) {
      snprintf(p->log, sizeof p->log, "unknown option %s", options[i]);
      return INVALID_OPTION;
    }
  }
  if (strstr(p->source, "#error") != NULL) {
    snprintf(p->log, sizeof p->log, "%s(1): error: #error", p->name);
    return COMPILATION;
  }
  p->compiled = 1;
  return SUCCESS;
}

int nvrtcGetCUBINSize(long program, size_t *bytes) {
  ENTER;
  Program *p = get(program, PROGRAM, __func__);
  if (p == NULL || !p->compiled) return INVALID_PROGRAM;
  *bytes = 4 + strlen(p->source);
  return SUCCESS;
}

int nvrtcGetCUBIN(long program, char *cubin) {
  ENTER;
  Program *p = get(program, PROGRAM, __func__);
  if (p == NULL || !p->compiled) return INVALID_PROGRAM;
  memcpy(cubin, "\177ELF", 4);
  memcpy(cubin + 4, p->source, strlen(p->source));
  return SUCCESS;
}

int nvrtcGetProgramLogSize(long program, size_t *bytes) {
  ENTER;
  Program *p = get(program, PROGRAM, __func__);
  if (p == NULL) return INVALID_PROGRAM;
  *bytes = strlen(p->log) + 1;
  return SUCCESS;
}

int nvrtcGetProgramLog(long program, char *log) {
  ENTER;
  Program *p = get(program, PROGRAM, __func__);
  if (p == NULL) return INVALID_PROGRAM;
  memcpy(log, p->log, strlen(p->log) + 1);
  return SUCCESS;
}
