/*
 * A stand-in for NVIDIA's management library, written after its public documentation, so that the
 * code that talks to it is tested on machines without an NVIDIA GPU.
 *
 * What it plays is read at every call from the file "script" in the folder that holds the library:
 * lines of a key and a value. A key that begins with "gpuN." is for device N and goes before the
 * same key without it. Keys:
 *   init CODE            what nvmlInit_v2 returns
 *   devices N            how many there are (1)
 *   gone CODE            every call fails so: the driver has gone
 *   lost CODE            every call on the device fails so
 *   nvml... CODE         that function fails so
 *   field.ID CODE        that field fails so
 *   now_ms T             time of the energy counter; without it the monotonic clock
 *   watts, energy_mj, power_mw, name, reasons, ... values; see the functions
 *   xids A,B,C           the Xid errors that have come up so far
 * Results that do not fill their buffer leave 0xAA in the rest of it, which a caller that reads too
 * much sees.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
  SUCCESS = 0,
  UNINITIALIZED = 1,
  INVALID_ARGUMENT = 2,
  NOT_SUPPORTED = 3,
  INSUFFICIENT_SIZE = 7,
  TIMEOUT = 10,
  ARGUMENT_VERSION_MISMATCH = 25
};

enum { MAX_DEVICES = 8, XID_EVENT = 8 };

typedef struct {
  int index;
} Device;

typedef struct {
  char busIdLegacy[16];
  unsigned domain, bus, device, pciDeviceId, pciSubSystemId;
  char busId[32];
} PciInfo;

typedef struct {
  unsigned gpu, memory;
} Utilization;

typedef struct {
  unsigned long long total, free, used;
} Memory;

typedef union {
  double d;
  unsigned u;
  unsigned long long ull;
} Value;

typedef struct {
  unsigned fieldId, scopeId;
  long long timestamp, latencyUsec;
  int valueType, result;
  Value value;
} FieldValue;

typedef struct {
  unsigned long long referenceTime, violationTime;
} ViolationTime;

typedef struct {
  unsigned version;
  int sensorType;
  int temperature;
} Temperature;

typedef struct {
  Device *device;
  unsigned long long eventType, eventData;
  unsigned gpuInstanceId, computeInstanceId;
} EventData;

typedef struct {
  Device *device;
  int delivered;
} EventSet;

static Device devices[MAX_DEVICES];
static int users;
static long calls;
static int openSets;

/* For the tests: how many functions were called, and what is still open. */
long standin_calls(void) { return calls; }
long standin_users(void) { return users; }
long standin_event_sets(void) { return openSets; }

/* For the tests: the layouts as this compiler lays them out. */
long standin_layout(int which) {
  switch (which) {
    case 0: return sizeof(PciInfo);
    case 1: return offsetof(PciInfo, domain);
    case 2: return sizeof(Utilization);
    case 3: return sizeof(Memory);
    case 4: return sizeof(FieldValue);
    case 5: return offsetof(FieldValue, value);
    case 6: return sizeof(ViolationTime);
    case 7: return sizeof(Temperature);
    case 8: return sizeof(EventData);
    case 9: return offsetof(EventData, eventData);
    default: return -1;
  }
}

/* Finds "key value" in the script; the value without the line's end. */
static int find(const char *key, char *value, size_t size) {
  Dl_info self;
  char path[4096];
  char line[1024];
  int found = 0;
  if (!dladdr((void *)find, &self)) return 0;
  snprintf(path, sizeof path, "%s", self.dli_fname);
  char *slash = strrchr(path, '/');
  if (!slash) return 0;
  snprintf(slash + 1, sizeof path - (size_t)(slash + 1 - path), "script");
  FILE *script = fopen(path, "r");
  if (!script) return 0;
  size_t length = strlen(key);
  while (!found && fgets(line, sizeof line, script)) {
    if (strncmp(line, key, length) == 0 && line[length] == ' ') {
      line[strcspn(line, "\n")] = 0;
      snprintf(value, size, "%s", line + length + 1);
      found = 1;
    }
  }
  fclose(script);
  return found;
}

static int lookup(int device, const char *key, char *value, size_t size) {
  char own[256];
  snprintf(own, sizeof own, "gpu%d.%s", device, key);
  return (device >= 0 && find(own, value, size)) || find(key, value, size);
}

static unsigned long long number(int device, const char *key, unsigned long long otherwise) {
  char value[64];
  return lookup(device, key, value, sizeof value) ? strtoull(value, NULL, 0) : otherwise;
}

static int text(int device, const char *key, const char *otherwise, char *out, unsigned length) {
  char value[256];
  if (!lookup(device, key, value, sizeof value)) snprintf(value, sizeof value, "%s", otherwise);
  if (strlen(value) + 1 > length) return INSUFFICIENT_SIZE;
  strcpy(out, value);
  return SUCCESS;
}

static int system_state(const char *function) {
  calls++;
  if (!users) return UNINITIALIZED;
  int gone = (int)number(-1, "gone", SUCCESS);
  return gone ? gone : (int)number(-1, function, SUCCESS);
}

static int device_state(const char *function, const Device *device) {
  calls++;
  if (!users) return UNINITIALIZED;
  if (device < devices || device >= devices + MAX_DEVICES) return INVALID_ARGUMENT;
  int gone = (int)number(-1, "gone", SUCCESS);
  int lost = (int)number(device->index, "lost", SUCCESS);
  return gone ? gone : lost ? lost : (int)number(device->index, function, SUCCESS);
}

#define SYSTEM_CALL()                       \
  do {                                      \
    int state = system_state(__func__);     \
    if (state) return state;                \
  } while (0)
#define DEVICE_CALL(device, out)                    \
  do {                                              \
    int state = device_state(__func__, device);     \
    if (state) return state;                        \
    if (!(out)) return INVALID_ARGUMENT;            \
  } while (0)

static unsigned long long energy(int device) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  unsigned long long real = (unsigned long long)t.tv_sec * 1000 + (unsigned long long)t.tv_nsec / 1000000;
  unsigned long long now = number(-1, "now_ms", real);
  return number(device, "energy_mj", 0) + number(device, "watts", 300) * (now / 100 * 100);
}

int nvmlInit_v2(void) {
  calls++;
  int code = (int)number(-1, "init", SUCCESS);
  if (code) return code;
  for (int i = 0; i < MAX_DEVICES; i++) devices[i].index = i;
  users++;
  return SUCCESS;
}

int nvmlShutdown(void) {
  SYSTEM_CALL();
  users--;
  return SUCCESS;
}

int nvmlSystemGetDriverVersion(char *version, unsigned length) {
  SYSTEM_CALL();
  return text(-1, "driver", "550.54.14", version, length);
}

int nvmlSystemGetNVMLVersion(char *version, unsigned length) {
  SYSTEM_CALL();
  return text(-1, "nvml", "12.550.54.14", version, length);
}

int nvmlSystemGetCudaDriverVersion_v2(int *version) {
  SYSTEM_CALL();
  *version = (int)number(-1, "cuda", 12040);
  return SUCCESS;
}

int nvmlDeviceGetCount_v2(unsigned *count) {
  SYSTEM_CALL();
  *count = (unsigned)number(-1, "devices", 1);
  return SUCCESS;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, Device **device) {
  SYSTEM_CALL();
  if (index >= number(-1, "devices", 1)) return INVALID_ARGUMENT;
  int code = (int)number((int)index, "handle", SUCCESS);
  if (code) return code;
  *device = &devices[index];
  return SUCCESS;
}

int nvmlDeviceGetPciInfo_v3(Device *device, PciInfo *pci) {
  DEVICE_CALL(device, pci);
  memset(pci, 0xAA, sizeof *pci);
  pci->domain = (unsigned)number(device->index, "domain", 0);
  pci->bus = (unsigned)number(device->index, "bus", 0x3B + (unsigned)device->index);
  pci->device = (unsigned)number(device->index, "slot", 0);
  pci->pciDeviceId = 0x233010DE;
  snprintf(pci->busIdLegacy, sizeof pci->busIdLegacy, "%04X:%02X:%02X.0", pci->domain & 0xFFFF,
           pci->bus & 0xFF, pci->device & 0xFF);
  snprintf(pci->busId, sizeof pci->busId, "%08X:%02X:%02X.0", pci->domain, pci->bus, pci->device);
  return SUCCESS;
}

int nvmlDeviceGetName(Device *device, char *name, unsigned length) {
  DEVICE_CALL(device, name);
  return text(device->index, "name", "Stand-in GPU 80GB", name, length);
}

int nvmlDeviceGetBoardPartNumber(Device *device, char *part, unsigned length) {
  DEVICE_CALL(device, part);
  return text(device->index, "part", "900-00000-0000-000", part, length);
}

int nvmlDeviceGetVbiosVersion(Device *device, char *version, unsigned length) {
  DEVICE_CALL(device, version);
  return text(device->index, "vbios", "96.00.61.00.01", version, length);
}

int nvmlDeviceGetInforomImageVersion(Device *device, char *version, unsigned length) {
  DEVICE_CALL(device, version);
  return text(device->index, "inforom", "G520.0200.00.05", version, length);
}

int nvmlDeviceGetCudaComputeCapability(Device *device, int *major, int *minor) {
  DEVICE_CALL(device, major);
  *major = (int)number(device->index, "capability_major", 9);
  *minor = (int)number(device->index, "capability_minor", 0);
  return SUCCESS;
}

int nvmlDeviceGetVirtualizationMode(Device *device, int *mode) {
  DEVICE_CALL(device, mode);
  *mode = (int)number(device->index, "virtualization", 0);
  return SUCCESS;
}

int nvmlDeviceGetMigMode(Device *device, unsigned *current, unsigned *pending) {
  DEVICE_CALL(device, current);
  *current = (unsigned)number(device->index, "mig", 0);
  *pending = *current;
  return SUCCESS;
}

int nvmlDeviceGetEccMode(Device *device, unsigned *current, unsigned *pending) {
  DEVICE_CALL(device, current);
  *current = (unsigned)number(device->index, "ecc", 1);
  *pending = *current;
  return SUCCESS;
}

int nvmlDeviceGetPersistenceMode(Device *device, unsigned *mode) {
  DEVICE_CALL(device, mode);
  *mode = (unsigned)number(device->index, "persistence", 1);
  return SUCCESS;
}

int nvmlDeviceGetComputeMode(Device *device, unsigned *mode) {
  DEVICE_CALL(device, mode);
  *mode = (unsigned)number(device->index, "compute", 0);
  return SUCCESS;
}

int nvmlDeviceGetEnforcedPowerLimit(Device *device, unsigned *milliwatts) {
  DEVICE_CALL(device, milliwatts);
  *milliwatts = (unsigned)number(device->index, "limit_mw", 500000);
  return SUCCESS;
}

int nvmlDeviceGetPowerManagementLimitConstraints(Device *device, unsigned *least, unsigned *most) {
  DEVICE_CALL(device, least);
  *least = 200000;
  *most = (unsigned)number(device->index, "most_mw", 700000);
  return SUCCESS;
}

#define UINT_CALL(function, key, otherwise)                        \
  int function(Device *device, unsigned *out) {                    \
    DEVICE_CALL(device, out);                                      \
    *out = (unsigned)number(device->index, key, otherwise);        \
    return SUCCESS;                                                \
  }

UINT_CALL(nvmlDeviceGetCurrPcieLinkGeneration, "generation", 4)
UINT_CALL(nvmlDeviceGetMaxPcieLinkGeneration, "most_generation", 5)
UINT_CALL(nvmlDeviceGetCurrPcieLinkWidth, "width", 16)
UINT_CALL(nvmlDeviceGetMaxPcieLinkWidth, "most_width", 16)
UINT_CALL(nvmlDeviceGetPcieReplayCounter, "replays", 2)
UINT_CALL(nvmlDeviceGetPowerUsage, "power_mw", 301500)

int nvmlDeviceGetTotalEnergyConsumption(Device *device, unsigned long long *millijoules) {
  DEVICE_CALL(device, millijoules);
  *millijoules = energy(device->index);
  return SUCCESS;
}

static void set_unsigned(FieldValue *field, unsigned long long value) {
  field->valueType = 1;
  field->value.u = (unsigned)value;
}

static void set_long(FieldValue *field, unsigned long long value) {
  field->valueType = 3;
  field->value.ull = value;
}

static int fill(FieldValue *field, int device) {
  char key[32];
  snprintf(key, sizeof key, "field.%u", field->fieldId);
  int code = (int)number(device, key, SUCCESS);
  if (code) return code;
  if (field->scopeId != 0) return INVALID_ARGUMENT;
  switch (field->fieldId) {
    case 3: set_long(field, number(device, "corrected", 5)); break;
    case 4: set_long(field, number(device, "uncorrected", 0)); break;
    case 82: set_unsigned(field, number(device, "memory_temperature", 61)); break;
    case 83: set_long(field, energy(device)); break;
    case 94: set_unsigned(field, number(device, "replays", 2)); break;
    case 186: set_unsigned(field, number(device, "instant_mw", 299250)); break;
    case 190: set_unsigned(field, number(device, "limit_mw", 500000)); break;
    default: return NOT_SUPPORTED;
  }
  return SUCCESS;
}

int nvmlDeviceGetFieldValues(Device *device, int count, FieldValue *fields) {
  DEVICE_CALL(device, fields);
  if (count < 1) return INVALID_ARGUMENT;
  for (int i = 0; i < count; i++) {
    memset(&fields[i].value, 0xAA, sizeof fields[i].value);
    fields[i].valueType = -1;
    fields[i].timestamp = 1;
    fields[i].latencyUsec = 1;
    fields[i].result = fill(&fields[i], device->index);
  }
  return SUCCESS;
}

int nvmlDeviceGetUtilizationRates(Device *device, Utilization *rates) {
  DEVICE_CALL(device, rates);
  if (number(device->index, "mig", 0)) return NOT_SUPPORTED;
  rates->gpu = (unsigned)number(device->index, "busy", 97);
  rates->memory = (unsigned)number(device->index, "memory_busy", 41);
  return SUCCESS;
}

int nvmlDeviceGetClockInfo(Device *device, int type, unsigned *megahertz) {
  static const char *const keys[] = {"graphics_mhz", "sm_mhz", "memory_mhz", "video_mhz"};
  static const unsigned clocks[] = {1965, 1980, 2619, 1545};
  DEVICE_CALL(device, megahertz);
  if (type < 0 || type > 3) return INVALID_ARGUMENT;
  *megahertz = (unsigned)number(device->index, keys[type], clocks[type]);
  return SUCCESS;
}

int nvmlDeviceGetTemperature(Device *device, int sensor, unsigned *celsius) {
  DEVICE_CALL(device, celsius);
  if (sensor != 0) return INVALID_ARGUMENT;
  *celsius = (unsigned)number(device->index, "temperature", 54);
  return SUCCESS;
}

int nvmlDeviceGetTemperatureV(Device *device, Temperature *temperature) {
  DEVICE_CALL(device, temperature);
  if (temperature->version != (sizeof *temperature | 1U << 24)) return ARGUMENT_VERSION_MISMATCH;
  if (temperature->sensorType != 0) return INVALID_ARGUMENT;
  temperature->temperature = (int)number(device->index, "temperature", 54);
  return SUCCESS;
}

int nvmlDeviceGetMemoryInfo(Device *device, Memory *memory) {
  DEVICE_CALL(device, memory);
  memory->total = 85899345920ULL;
  memory->used = number(device->index, "used_bytes", 5368709120ULL);
  memory->free = memory->total - memory->used;
  return SUCCESS;
}

static int reasons(Device *device, unsigned long long *mask) {
  *mask = number(device->index, "reasons", 0);
  return SUCCESS;
}

int nvmlDeviceGetCurrentClocksEventReasons(Device *device, unsigned long long *mask) {
  DEVICE_CALL(device, mask);
  return reasons(device, mask);
}

int nvmlDeviceGetCurrentClocksThrottleReasons(Device *device, unsigned long long *mask) {
  DEVICE_CALL(device, mask);
  return reasons(device, mask);
}

int nvmlDeviceGetSupportedClocksEventReasons(Device *device, unsigned long long *mask) {
  DEVICE_CALL(device, mask);
  *mask = number(device->index, "supported_reasons", 0x1FF);
  return SUCCESS;
}

int nvmlDeviceGetSupportedClocksThrottleReasons(Device *device, unsigned long long *mask) {
  DEVICE_CALL(device, mask);
  *mask = number(device->index, "supported_reasons", 0x1FF);
  return SUCCESS;
}

int nvmlDeviceGetViolationStatus(Device *device, int policy, ViolationTime *time) {
  char key[32];
  DEVICE_CALL(device, time);
  if (policy < 0 || (policy > 5 && policy != 10 && policy != 11)) return INVALID_ARGUMENT;
  snprintf(key, sizeof key, "violation.%d", policy);
  time->referenceTime = 1;
  time->violationTime = number(device->index, key, (unsigned)policy * 1000000000ULL);
  return SUCCESS;
}

int nvmlDeviceGetTotalEccErrors(Device *device, int type, int counter, unsigned long long *count) {
  DEVICE_CALL(device, count);
  if (type < 0 || type > 1 || counter < 0 || counter > 1) return INVALID_ARGUMENT;
  if (counter == 1) {
    *count = 4711; /* the device's whole life: not what is asked for */
    return SUCCESS;
  }
  *count = type == 0 ? number(device->index, "corrected", 5) : number(device->index, "uncorrected", 0);
  return SUCCESS;
}

int nvmlEventSetCreate(EventSet **set) {
  SYSTEM_CALL();
  *set = calloc(1, sizeof **set);
  openSets++;
  return SUCCESS;
}

int nvmlDeviceGetSupportedEventTypes(Device *device, unsigned long long *types) {
  DEVICE_CALL(device, types);
  *types = number(device->index, "event_types", 0x18F);
  return SUCCESS;
}

int nvmlDeviceRegisterEvents(Device *device, unsigned long long types, EventSet *set) {
  DEVICE_CALL(device, set);
  if (types != XID_EVENT) return INVALID_ARGUMENT;
  set->device = device;
  return SUCCESS;
}

/* The n-th number of a list with commas; 0 where there are fewer. */
static unsigned long long entry(char *list, int n) {
  char *rest = list;
  char *part = strtok_r(list, ",", &rest);
  while (part && n-- > 0) part = strtok_r(NULL, ",", &rest);
  return part ? strtoull(part, NULL, 0) : 0;
}

int nvmlEventSetWait_v2(EventSet *set, EventData *data, unsigned timeout) {
  char list[512];
  DEVICE_CALL(set->device, data);
  if (timeout != 0) return INVALID_ARGUMENT; /* beside a measurement nobody may wait */
  if (!lookup(set->device->index, "xids", list, sizeof list)) return TIMEOUT;
  unsigned long long xid = entry(list, set->delivered);
  if (xid == 0) return TIMEOUT;
  set->delivered++;
  memset(data, 0xAA, sizeof *data);
  data->device = set->device;
  data->eventType = XID_EVENT;
  data->eventData = xid;
  data->gpuInstanceId = 0xFFFFFFFFU;
  data->computeInstanceId = 0xFFFFFFFFU;
  return SUCCESS;
}

int nvmlEventSetFree(EventSet *set) {
  SYSTEM_CALL();
  free(set);
  openSets--;
  return SUCCESS;
}
