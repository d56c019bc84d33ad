// A CUDA driver without a device, for tests: memory is the host's, kernels are ours compiled for the
// CPU. It counts what is open, guards both ends of every allocation, keeps freed memory to see who
// touches it, and fails where it is told to.
//
//   ASSAY_STANDIN_FAIL    FUNCTION[@CARD]:CALL:CODE[,...]   that call returns the code; calls count
//                         from 1 since the variable was changed, * is each; with @CARD only those in
//                         a context of that card, for which CALL is *
//   ASSAY_STANDIN_LEAK    FUNCTION                   returns success and does nothing
//   ASSAY_STANDIN_REPORT  FILE                       is given the counts when the process ends
//   ASSAY_STANDIN_CARDS   CARD[,...]                 which cards are visible, in the order of their
//                         ordinals, as CUDA_VISIBLE_DEVICES would have it; else as many as DEVICES
//                         says, from card 0. A card has its own UUID and PCI address. With @FILE they
//                         are read from there, once a process.
//   ASSAY_STANDIN_WRONG   CARD                       what this card computes is off
//   ASSAY_STANDIN_ASTRAY  CARD                       contexts are opened on this card, whatever is asked
//   ASSAY_STANDIN_JOURNAL FILE                       is added a line PID CARD CONTEXTS LAUNCHES for each
//                         card on which the process opened a context, when it ends
//   ASSAY_STANDIN_TRACE   FILE                       is given the name of each function as it is called, and
//                         the bytes of a fill
//   ASSAY_STANDIN_ORDER   late | NUMBER              what a stream is given is done when somebody waits
//                         for it; or at random times, drawn from the number. Otherwise: at once
//   ASSAY_STANDIN_{NAME,MAJOR,MINOR,MODE,DEVICES,VERSION,MEMORY}    what the device says of itself
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "grid.h"
#include "host_block.h"

#define EXPORT extern "C" __attribute__((visibility("default")))

typedef unsigned long long DevicePointer;

namespace {
enum Code {
  OK = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NO_DEVICE = 100,
  INVALID_DEVICE = 101,
  INVALID_CONTEXT = 201,
  INVALID_PTX = 218,
  NOT_FOUND = 500,
  NOT_READY = 600,
  INVALID_HANDLE = 400,
  ILLEGAL_ADDRESS = 700,
  LAUNCH_TIMEOUT = 702,
  LAUNCH_FAILED = 719,
  CAPTURE_UNSUPPORTED = 900
};

const size_t GUARD = 256;
// A signalling NaN in f32, bf16 and f16, which arithmetic makes quiet: a kernel that reads it and
// writes the result beside what it should is seen as well.
const unsigned char PATTERN[] = {0xA5, 0xFF};
const size_t KEPT = 8 << 20;           // bytes of freed memory that are watched

std::recursive_mutex lock;

std::string text(const char* name, const char* otherwise) {
  const char* value = getenv(name);
  return value ? value : otherwise;
}
int number(const char* name, int otherwise) {
  const char* value = getenv(name);
  return value ? atoi(value) : otherwise;
}

// ---------------------------------------------------------------- cards

// The primary context of a card.
struct Context {
  int card;
  int users = 0;     // retained and not released
  long opened = 0;
  long launches = 0;
};

std::map<int, Context> contextsByCard;
thread_local Context* current;

// A setting, or the first line of the file that it names after an @.
std::string contents(const std::string& setting) {
  if (setting.empty() || setting[0] != '@') {
    return setting;
  }
  std::ifstream file(setting.substr(1));
  std::string line;
  std::getline(file, line);
  return line;
}

// The visible cards, by ordinal.
std::vector<int> cards() {
  std::vector<int> visible;
  static const std::string given = contents(text("ASSAY_STANDIN_CARDS", ""));
  std::stringstream list(given);
  std::string card;
  while (std::getline(list, card, ',')) {
    visible.push_back(atoi(card.c_str()));
  }
  for (int i = 0; given.empty() && i < number("ASSAY_STANDIN_DEVICES", 1); i++) {
    visible.push_back(i);
  }
  return visible;
}

int currentCard() {
  return current ? current->card : -1;
}

// How many users all contexts have.
int contexts() {
  int users = 0;
  for (auto& [card, context] : contextsByCard) {
    users += context.users;
  }
  return users;
}

// ---------------------------------------------------------------- faults

std::map<std::string, long> calls;
std::map<std::string, long> callsOfPlan;
std::string planBefore;

// One line a call, where a file is named.
void trace(const char* line) {
  static const char* file = getenv("ASSAY_STANDIN_TRACE");
  static FILE* out = file ? fopen(file, "w") : nullptr;
  if (out) {
    fprintf(out, "%s\n", line);
    fflush(out);
  }
}

// What this call is to return instead of being done; -1: nothing.
int planned(const char* function) {
  std::string all = text("ASSAY_STANDIN_FAIL", "");
  if (all != planBefore) {
    planBefore = all;
    callsOfPlan.clear();
  }
  calls[function]++;
  trace(function);
  long call = ++callsOfPlan[function];
  if (text("ASSAY_STANDIN_LEAK", "") == function) {
    return OK;
  }
  std::stringstream plans(all);
  std::string plan;
  while (std::getline(plans, plan, ',')) {
    size_t first = plan.find(':');
    size_t second = plan.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) {
      continue;
    }
    std::string when = plan.substr(first + 1, second - first - 1);
    std::string whose = plan.substr(0, first);
    std::string onCard = "@" + std::to_string(currentCard());
    if (whose.size() > onCard.size() && whose.ends_with(onCard)) {
      whose.resize(whose.size() - onCard.size());
    }
    if (whose == function && (when == "*" || atol(when.c_str()) == call)) {
      return atoi(plan.c_str() + second + 1);
    }
  }
  return -1;
}

#define ENTER()                                        \
  std::lock_guard<std::recursive_mutex> guard(lock);   \
  if (int code = planned(__func__); code >= 0) {       \
    return code;                                       \
  }

// ---------------------------------------------------------------- memory

struct Block {
  unsigned char* raw;
  size_t size;
  unsigned char* data() const { return raw + GUARD; }
};

std::map<DevicePointer, Block> live;
std::deque<Block> freed;
size_t freedBytes;
std::map<void*, size_t> pinned;
long allocations;
long launches;
int sticky;

void spoil(unsigned char* from, size_t size) {
  for (size_t i = 0; i < size; i++) {
    from[i] = PATTERN[(uintptr_t)(from + i) % 2];
  }
}

bool untouched(const unsigned char* from, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (from[i] != PATTERN[(uintptr_t)(from + i) % 2]) {
      return false;
    }
  }
  return true;
}

// Whether nobody wrote beyond an allocation.
bool guarded() {
  for (auto& [at, block] : live) {
    if (!untouched(block.raw, GUARD) || !untouched(block.data() + block.size, GUARD)) {
      fprintf(stderr, "stand-in: written beyond an allocation of %zu bytes\n", block.size);
      return false;
    }
  }
  return true;
}

// Whether nobody wrote beyond an allocation or into freed memory.
bool sane() {
  for (auto& block : freed) {
    if (!untouched(block.raw, block.size + 2 * GUARD)) {
      fprintf(stderr, "stand-in: written into freed memory of %zu bytes\n", block.size);
      return false;
    }
  }
  return guarded();
}

bool within(DevicePointer from, size_t size) {
  auto next = live.upper_bound(from);
  if (next == live.begin()) {
    return false;
  }
  auto& [at, block] = *--next;
  return from + size <= at + block.size;
}

// ---------------------------------------------------------------- handles

struct Kernel {
  const HostKernel* host;
  int mostShared = 48 << 10; // dynamic shared memory that a launch may ask for
};
struct Module {
  std::map<std::string, Kernel> kernels;
};
struct Launch {
  Shape3 grid, block;
  size_t shared;
  std::function<void()> thread;
  std::function<void()> host = nullptr; // instead of a grid: a library's work
};
struct Graph {
  std::vector<Launch> launches;
};
struct Stream;
// How often an event was recorded, and the last record that the device has come to.
struct Marks {
  Stream* on = nullptr;
  long recorded = 0;
  long reached = 0;
  double at = -1;
};
struct Event {
  bool timed = true;
  std::shared_ptr<Marks> marks = std::make_shared<Marks>();
};
struct Work {
  std::function<void()> run;
  const void* host = nullptr;              // pinned memory that it reads or writes
  std::shared_ptr<Marks> after = nullptr;  // what it waits for
  long mark = 0;
};
struct Stream {
  Graph* capturing = nullptr;
  Context* context = nullptr;
  std::deque<Work> queue;
};

std::set<Module*> modules;
std::set<Stream*> streams;
std::list<Stream*> inOrder; // the same as they were made
std::set<Event*> events;
std::set<Graph*> graphs;
std::set<Graph*> executables;
double clockMillis; // moves on with every launch and fill: times mean nothing here

void run(const Launch& launch) {
  launches++;
  if (current) {
    current->launches++;
  }
  clockMillis += 0.001;
  if (sticky == OK && launch.host) {
    launch.host();
  } else if (sticky == OK) {
    const char* problem = runGrid(launch.grid, launch.block, launch.shared, launch.thread);
    if (problem) {
      fprintf(stderr, "stand-in: %s\n", problem);
      sticky = strstr(problem, "wait for each other") ? LAUNCH_TIMEOUT : LAUNCH_FAILED;
    }
  }
  if (sticky == OK && !guarded()) {
    sticky = ILLEGAL_ADDRESS;
  }
}

// Does what a stream was given first, and before it what that waits for on another stream.
void runNext(Stream* stream) {
  Work work = stream->queue.front();
  stream->queue.pop_front();
  while (work.after && work.after->reached < work.mark) {
    runNext(work.after->on);
  }
  work.run();
}

void drain(Stream* stream) {
  while (!stream->queue.empty()) {
    runNext(stream);
  }
}

void drainAll() {
  for (Stream* stream : streams) {
    drain(stream);
  }
}

void awaitMark(const std::shared_ptr<Marks>& marks) {
  while (marks->reached < marks->recorded) {
    runNext(marks->on);
  }
}

// Whatever order the streams allow is a right one: which it is, the test says.
void give(Stream* stream, const Work& work) {
  static unsigned long long random = 0;
  stream->queue.push_back(work);
  std::string order = text("ASSAY_STANDIN_ORDER", "");
  if (order.empty()) {
    drain(stream);
  } else if (order != "late") {
    random = random ? random : strtoull(order.c_str(), nullptr, 10) * 2 + 1;
    for (Stream* any : inOrder) {
      random = random * 6364136223846793005ull + 1442695040888963407ull;
      for (int some = (int)(random >> 61) - 4; some > 0 && !any->queue.empty(); some--) {
        runNext(any);
      }
    }
  }
}

// Sizes of the parameters of an entry in PTX.
std::vector<size_t> parameters(const std::string& list) {
  std::vector<size_t> sizes;
  std::stringstream lines(list);
  std::string line;
  while (std::getline(lines, line)) {
    size_t at = line.find(".param");
    if (at == std::string::npos) {
      continue;
    }
    size_t bracket = line.find('[');
    if (bracket != std::string::npos) {
      sizes.push_back((size_t)atol(line.c_str() + bracket + 1));
      continue;
    }
    size_t bits = line.find_first_of("0123456789", at);
    sizes.push_back((size_t)atol(line.c_str() + bits) / 8);
  }
  return sizes;
}

// The module of a PTX text; null if it is not of our kernels.
Module* moduleOf(const std::string& ptx) {
  Module* module = new Module;
  const std::string entry = ".entry ";
  for (size_t at = ptx.find(entry); at != std::string::npos; at = ptx.find(entry, at)) {
    at += entry.size();
    size_t open = ptx.find('(', at);
    size_t close = ptx.find(')', open);
    std::string name = ptx.substr(at, open - at);
    while (!name.empty() && isspace((unsigned char)name.back())) {
      name.pop_back();
    }
    auto found = hostKernels().find(name);
    if (found == hostKernels().end()) {
      fprintf(stderr, "stand-in: no kernel %s\n", name.c_str());
      delete module;
      return nullptr;
    }
    if (parameters(ptx.substr(open, close - open)) != found->second.sizes) {
      fprintf(stderr, "stand-in: kernel %s has other parameters in PTX\n", name.c_str());
      delete module;
      return nullptr;
    }
    module->kernels[name].host = &found->second;
  }
  return module;
}

struct Report {
  ~Report() {
    journal();
    const char* file = getenv("ASSAY_STANDIN_REPORT");
    FILE* out = file ? fopen(file, "w") : nullptr;
    if (out) {
      fprintf(out,
              "memory=%zu\npinned=%zu\nmodules=%zu\nstreams=%zu\nevents=%zu\ngraphs=%zu\n"
              "executables=%zu\ncontexts=%d\nsane=%d\nallocations=%ld\nlaunches=%ld\n",
              live.size(), pinned.size(), modules.size(), streams.size(), events.size(),
              graphs.size(), executables.size(), contexts(), (int)sane(), allocations, launches);
      for (auto& [name, count] : calls) {
        fprintf(out, "calls.%s=%ld\n", name.c_str(), count);
      }
      fclose(out);
    }
  }

  // Each line in one write, since processes share the file.
  void journal() {
    const char* file = getenv("ASSAY_STANDIN_JOURNAL");
    FILE* out = file ? fopen(file, "a") : nullptr;
    if (out) {
      std::stringstream lines;
      for (auto& [card, context] : contextsByCard) {
        lines << getpid() << ' ' << card << ' ' << context.opened << ' ' << context.launches << '\n';
      }
      fputs(lines.str().c_str(), out);
      fclose(out);
    }
  }
} report;
} // namespace

// How many things are open, contexts included.
EXPORT long standin_open() {
  std::lock_guard<std::recursive_mutex> guard(lock);
  return (long)(live.size() + pinned.size() + modules.size() + streams.size() + events.size() +
                graphs.size() + executables.size()) +
         contexts();
}

// Calls of a function since the process began.
EXPORT long standin_calls(const char* function) {
  std::lock_guard<std::recursive_mutex> guard(lock);
  return calls[function];
}

// Forgets an error of the device, as a new process would.
EXPORT void standin_recover() {
  std::lock_guard<std::recursive_mutex> guard(lock);
  sticky = OK;
}

// ---------------------------------------------------------------- device

EXPORT int cuInit(unsigned) {
  ENTER();
  return cards().empty() ? NO_DEVICE : OK;
}

EXPORT int cuDriverGetVersion(int* version) {
  ENTER();
  *version = number("ASSAY_STANDIN_VERSION", 12080);
  return OK;
}

EXPORT int cuDeviceGetCount(int* count) {
  ENTER();
  *count = (int)cards().size();
  return OK;
}

EXPORT int cuDeviceGet(int* device, int ordinal) {
  ENTER();
  *device = ordinal;
  return ordinal >= 0 && ordinal < (int)cards().size() ? OK : INVALID_DEVICE;
}

EXPORT int cuDeviceGetName(char* name, int length, int) {
  ENTER();
  snprintf(name, (size_t)length, "%s",
           text("ASSAY_STANDIN_NAME", "Assay stand-in (kernels on the host)").c_str());
  return OK;
}

EXPORT int cuDeviceGetUuid(char* uuid, int device) {
  ENTER();
  memset(uuid, 0x11 * (cards()[(size_t)device] + 1), 16);
  return OK;
}

EXPORT int cuDeviceTotalMem_v2(size_t* bytes, int) {
  ENTER();
  *bytes = (size_t)number("ASSAY_STANDIN_MEMORY", 1024) << 20;
  return OK;
}

EXPORT int cuDeviceGetAttribute(int* value, int attribute, int) {
  ENTER();
  switch (attribute) {
    case 16: // multiprocessors
      *value = 4;
      return OK;
    case 20:
      *value = number("ASSAY_STANDIN_MODE", 0);
      return OK;
    case 38: // bytes of L2 cache
      *value = number("ASSAY_STANDIN_L2", 1 << 20);
      return OK;
    case 75:
      *value = number("ASSAY_STANDIN_MAJOR", 8);
      return OK;
    case 76:
      *value = number("ASSAY_STANDIN_MINOR", 0);
      return OK;
    default:
      *value = 0;
      return OK;
  }
}

EXPORT int cuDeviceGetPCIBusId(char* address, int length, int device) {
  ENTER();
  snprintf(address, (size_t)length, "0000:%02X:00.0", 0x3B + cards()[(size_t)device]);
  return OK;
}

EXPORT int cuDevicePrimaryCtxRetain(void** context, int device) {
  ENTER();
  int card = number("ASSAY_STANDIN_ASTRAY", cards()[(size_t)device]);
  Context& own = contextsByCard.try_emplace(card, Context{card}).first->second;
  own.users++;
  own.opened++;
  *context = &own;
  return OK;
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int device) {
  ENTER();
  drainAll();
  int card = number("ASSAY_STANDIN_ASTRAY", cards()[(size_t)device]);
  auto own = contextsByCard.find(card);
  if (own == contextsByCard.end() || --own->second.users < 0) {
    return INVALID_CONTEXT;
  }
  return sane() ? OK : ILLEGAL_ADDRESS;
}

EXPORT int cuCtxSetCurrent(void* context) {
  ENTER();
  current = (Context*)context;
  return OK;
}

EXPORT int cuCtxGetDevice(int* device) {
  ENTER();
  std::vector<int> visible = cards();
  for (size_t i = 0; i < visible.size(); i++) {
    if (visible[i] == currentCard()) {
      *device = (int)i;
      return OK;
    }
  }
  return INVALID_CONTEXT;
}

EXPORT int cuGetErrorName(int code, const char** name) {
  static std::map<int, std::string> names = {
      {1, "CUDA_ERROR_INVALID_VALUE"},    {2, "CUDA_ERROR_OUT_OF_MEMORY"},
      {46, "CUDA_ERROR_DEVICE_UNAVAILABLE"}, {100, "CUDA_ERROR_NO_DEVICE"},
      {700, "CUDA_ERROR_ILLEGAL_ADDRESS"}, {719, "CUDA_ERROR_LAUNCH_FAILED"}};
  auto found = names.find(code);
  *name = found == names.end() ? nullptr : found->second.c_str();
  return found == names.end() ? INVALID_VALUE : OK;
}

// ---------------------------------------------------------------- memory

EXPORT int cuMemAlloc_v2(DevicePointer* pointer, size_t size) {
  ENTER();
  size_t total = 0;
  for (auto& [at, block] : live) {
    total += block.size;
  }
  if (size == 0) {
    return INVALID_VALUE;
  }
  if (total + size > (size_t)number("ASSAY_STANDIN_MEMORY", 1024) << 20) {
    return OUT_OF_MEMORY;
  }
  void* raw = nullptr;
  if (posix_memalign(&raw, GUARD, size + 2 * GUARD) != 0) {
    return OUT_OF_MEMORY;
  }
  spoil((unsigned char*)raw, size + 2 * GUARD);
  Block block{(unsigned char*)raw, size};
  *pointer = (DevicePointer)block.data();
  live[*pointer] = block;
  allocations++;
  return OK;
}

EXPORT int cuMemFree_v2(DevicePointer pointer) {
  ENTER();
  drainAll();
  auto found = live.find(pointer);
  if (found == live.end()) {
    return INVALID_VALUE;
  }
  Block block = found->second;
  bool intact = guarded();
  live.erase(found);
  spoil(block.raw, block.size + 2 * GUARD);
  freed.push_back(block);
  freedBytes += block.size;
  while (freedBytes > KEPT) {
    freedBytes -= freed.front().size;
    free(freed.front().raw);
    freed.pop_front();
  }
  return intact ? sticky : ILLEGAL_ADDRESS;
}

EXPORT int cuMemHostAlloc(void** pointer, size_t size, unsigned) {
  ENTER();
  *pointer = malloc(size);
  pinned[*pointer] = size;
  allocations++;
  return OK;
}

EXPORT int cuMemFreeHost(void* pointer) {
  ENTER();
  auto found = pinned.find(pointer);
  if (found == pinned.end()) {
    return INVALID_VALUE;
  }
  for (Stream* stream : streams) {
    for (Work& work : stream->queue) {
      const char* host = (const char*)work.host;
      if (host >= (char*)pointer && host < (char*)pointer + found->second) {
        fprintf(stderr, "stand-in: pinned memory is given back while a copy is on its way\n");
        sticky = ILLEGAL_ADDRESS;
      }
    }
  }
  if (sticky == OK) {
    drainAll();
  }
  pinned.erase(found);
  free(pointer);
  return sticky;
}

static int copy(void* to, const void* from, size_t size, const void* host, void* stream) {
  if (!streams.count((Stream*)stream)) {
    return INVALID_HANDLE;
  }
  if (((Stream*)stream)->capturing) {
    return CAPTURE_UNSUPPORTED;
  }
  give((Stream*)stream, {[=] { sticky == OK ? memcpy(to, from, size) : nullptr; }, host});
  return sticky;
}

EXPORT int cuMemcpyHtoDAsync_v2(DevicePointer to, const void* from, size_t size, void* stream) {
  ENTER();
  return within(to, size) ? copy((void*)to, from, size, from, stream) : INVALID_VALUE;
}

EXPORT int cuMemcpyDtoHAsync_v2(void* to, DevicePointer from, size_t size, void* stream) {
  ENTER();
  if (!within(from, size)) {
    return INVALID_VALUE;
  }
  int code = copy(to, (const void*)from, size, to, stream);
  if (code == OK && currentCard() == number("ASSAY_STANDIN_WRONG", -2)) {
    // The exponent of the last float.
    give((Stream*)stream, {[=] { ((unsigned char*)to)[size - 1] ^= 0x40; }, to});
  }
  return code;
}

EXPORT int cuMemcpyDtoDAsync_v2(DevicePointer to, DevicePointer from, size_t size, void* stream) {
  ENTER();
  return within(from, size) && within(to, size)
             ? copy((void*)to, (const void*)from, size, nullptr, stream)
             : INVALID_VALUE;
}

EXPORT int cuMemsetD8Async(DevicePointer to, unsigned char value, size_t size, void* stream) {
  ENTER();
  if (!within(to, size)) {
    return INVALID_VALUE;
  }
  if (!streams.count((Stream*)stream)) {
    return INVALID_HANDLE;
  }
  give((Stream*)stream, {[=] {
         memset((void*)to, value, size);
         clockMillis += 1000; // never to be seen between two events
       }});
  trace(("  bytes " + std::to_string(size)).c_str());
  return sticky;
}

// ---------------------------------------------------------------- modules

static int loadModule(void** handle, const void* image) {
  Module* module = moduleOf((const char*)image);
  if (!module) {
    return INVALID_PTX;
  }
  modules.insert(module);
  *handle = module;
  return OK;
}

EXPORT int cuModuleLoadData(void** handle, const void* image) {
  ENTER();
  return loadModule(handle, image);
}

EXPORT int cuModuleLoadDataEx(void** handle, const void* image, unsigned, int*, void**) {
  ENTER();
  return loadModule(handle, image);
}

EXPORT int cuModuleUnload(void* handle) {
  ENTER();
  if (!modules.erase((Module*)handle)) {
    return INVALID_HANDLE;
  }
  delete (Module*)handle;
  return sticky;
}

EXPORT int cuModuleGetFunction(void** function, void* handle, const char* name) {
  ENTER();
  Module* module = (Module*)handle;
  if (!modules.count(module)) {
    return INVALID_HANDLE;
  }
  auto found = module->kernels.find(name);
  if (found == module->kernels.end()) {
    return NOT_FOUND;
  }
  *function = &found->second;
  return OK;
}

EXPORT int cuFuncSetAttribute(void* function, int attribute, int value) {
  ENTER();
  const int MOST = 232448; // bytes of shared memory of a block on sm_90
  if (attribute != 8 || value < 0 || value > MOST) {
    return INVALID_VALUE;
  }
  ((Kernel*)function)->mostShared = value;
  return OK;
}

// Three dimensions with the 128-byte swizzle, as the kernels have them; the real driver's conditions.
EXPORT int cuTensorMapEncodeTiled(void* to, int type, unsigned rank, void* address,
                                  const uint64_t* extents, const uint64_t* strides,
                                  const uint32_t* box, const uint32_t* steps, int interleave,
                                  int swizzle, int promotion, int fill) {
  ENTER();
  static const std::map<int, uint32_t> sizes = {{0, 1}, {6, 2}, {9, 2}, {11, 4}};
  auto size = sizes.find(type);
  bool fits = size != sizes.end() && rank == 3 && (uintptr_t)to % 64 == 0 &&
              (uintptr_t)address % 16 == 0 && interleave == 0 && swizzle == 3 && promotion >= 0 &&
              promotion <= 3 && fill == 0;
  for (int i = 0; fits && i < 3; i++) {
    fits = extents[i] >= 1 && extents[i] <= (1ull << 32) && box[i] >= 1 && box[i] <= 256 &&
           steps[i] == 1 && (i == 2 || (strides[i] % 16 == 0 && strides[i] < (1ull << 40)));
  }
  if (!fits || box[0] * size->second != 128) {
    return INVALID_VALUE;
  }
  size_t last = (extents[2] - 1) * strides[1] + (extents[1] - 1) * strides[0] +
                extents[0] * size->second;
  if (!within((DevicePointer)address, last)) {
    return INVALID_VALUE; // The real driver does not know; a copy would fail.
  }
  HostMap map{HostMap::MAGIC,
              (const unsigned char*)address,
              {extents[0], extents[1], extents[2]},
              {strides[0], strides[1]},
              {box[0], box[1], box[2]},
              size->second,
              type == 11};
  memset(to, 0, 128);
  memcpy(to, &map, sizeof map);
  return OK;
}

EXPORT int cuLaunchKernel(void* function, unsigned gridX, unsigned gridY, unsigned gridZ,
                          unsigned blockX, unsigned blockY, unsigned blockZ, unsigned shared,
                          void* stream,
                          void** arguments, void**) {
  ENTER();
  bool fits = gridX > 0 && gridY > 0 && gridZ > 0 && gridX <= 0x7FFFFFFF && gridY <= 65535 &&
              gridZ <= 65535 && blockX * blockY * blockZ > 0 && blockX * blockY * blockZ <= 1024 &&
              shared <= (unsigned)((Kernel*)function)->mostShared;
  if (!fits) {
    return INVALID_VALUE;
  }
  if (!streams.count((Stream*)stream)) {
    return INVALID_HANDLE;
  }
  Launch launch{{gridX, gridY, gridZ},
                {blockX, blockY, blockZ},
                shared,
                ((Kernel*)function)->host->bind(arguments)};
  Stream* on = (Stream*)stream;
  if (on->capturing) {
    on->capturing->launches.push_back(launch);
  } else {
    give(on, {[=] { run(launch); }});
  }
  return OK;
}

// Work of a library on a stream: done at once, or recorded while the stream captures. The data is
// copied.
EXPORT int standin_enqueue(void* stream, void (*work)(void*), const void* data, size_t size) {
  ENTER();
  Stream* on = (Stream*)stream;
  if (!streams.count(on)) {
    return INVALID_HANDLE;
  }
  std::vector<char> copied((const char*)data, (const char*)data + size);
  Launch launch{{1, 1, 1}, {1, 1, 1}, 0, nullptr, [=]() mutable { work(copied.data()); }};
  if (on->capturing) {
    on->capturing->launches.push_back(launch);
  } else {
    give(on, {[=] { run(launch); }});
  }
  return OK;
}

// ---------------------------------------------------------------- streams, events, graphs

EXPORT int cuStreamCreate(void** stream, unsigned) {
  ENTER();
  if (!current) {
    return INVALID_CONTEXT;
  }
  Stream* made = new Stream;
  made->context = current;
  streams.insert(made);
  inOrder.push_back(made);
  *stream = made;
  return OK;
}

EXPORT int cuStreamDestroy_v2(void* stream) {
  ENTER();
  if (!streams.count((Stream*)stream)) {
    return INVALID_HANDLE;
  }
  drain((Stream*)stream);
  streams.erase((Stream*)stream);
  inOrder.remove((Stream*)stream);
  delete (Stream*)stream;
  return sticky;
}

EXPORT int cuStreamSynchronize(void* stream) {
  ENTER();
  if (!streams.count((Stream*)stream)) {
    return INVALID_HANDLE;
  }
  drain((Stream*)stream);
  return sticky;
}

EXPORT int cuStreamWaitEvent(void* stream, void* event, unsigned) {
  ENTER();
  if (!streams.count((Stream*)stream) || !events.count((Event*)event)) {
    return INVALID_HANDLE;
  }
  std::shared_ptr<Marks> marks = ((Event*)event)->marks;
  give((Stream*)stream, {[] {}, nullptr, marks, marks->recorded});
  return OK;
}

EXPORT int cuStreamBeginCapture_v2(void* stream, int) {
  ENTER();
  if (!streams.count((Stream*)stream)) {
    return INVALID_HANDLE;
  }
  ((Stream*)stream)->capturing = new Graph;
  return OK;
}

EXPORT int cuStreamEndCapture(void* stream, void** graph) {
  ENTER();
  Stream* on = (Stream*)stream;
  if (!streams.count(on) || !on->capturing) {
    return INVALID_VALUE;
  }
  graphs.insert(on->capturing);
  *graph = on->capturing;
  on->capturing = nullptr;
  return OK;
}

EXPORT int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
  ENTER();
  if (!graphs.count((Graph*)graph)) {
    return INVALID_HANDLE;
  }
  Graph* made = new Graph(*(Graph*)graph);
  executables.insert(made);
  *executable = made;
  return OK;
}

EXPORT int cuGraphDestroy(void* graph) {
  ENTER();
  if (!graphs.erase((Graph*)graph)) {
    return INVALID_HANDLE;
  }
  delete (Graph*)graph;
  return sticky;
}

EXPORT int cuGraphExecDestroy(void* executable) {
  ENTER();
  if (!executables.erase((Graph*)executable)) {
    return INVALID_HANDLE;
  }
  delete (Graph*)executable;
  return sticky;
}

EXPORT int cuGraphLaunch(void* executable, void* stream) {
  ENTER();
  if (!executables.count((Graph*)executable) || !streams.count((Stream*)stream)) {
    return INVALID_HANDLE;
  }
  if (((Stream*)stream)->context != current) {
    return INVALID_CONTEXT;
  }
  give((Stream*)stream, {[launches = ((Graph*)executable)->launches] {
         for (auto& launch : launches) {
           run(launch);
         }
       }});
  return OK;
}

EXPORT int cuEventCreate(void** event, unsigned flags) {
  ENTER();
  Event* made = new Event;
  made->timed = (flags & 2) == 0;
  events.insert(made);
  *event = made;
  return OK;
}

EXPORT int cuEventDestroy_v2(void* event) {
  ENTER();
  if (!events.erase((Event*)event)) {
    return INVALID_HANDLE;
  }
  awaitMark(((Event*)event)->marks);
  delete (Event*)event;
  return sticky;
}

EXPORT int cuEventRecord(void* event, void* stream) {
  ENTER();
  if (!events.count((Event*)event) || !streams.count((Stream*)stream)) {
    return INVALID_HANDLE;
  }
  std::shared_ptr<Marks> marks = ((Event*)event)->marks;
  // The record before is on a stream that is not asked for it any more.
  if (marks->on != stream) {
    awaitMark(marks);
  }
  marks->on = (Stream*)stream;
  long mark = ++marks->recorded;
  give((Stream*)stream, {[=] {
         marks->reached = mark;
         marks->at = clockMillis;
       }});
  return OK;
}

EXPORT int cuEventSynchronize(void* event) {
  ENTER();
  if (!events.count((Event*)event)) {
    return INVALID_HANDLE;
  }
  awaitMark(((Event*)event)->marks);
  return sticky;
}

EXPORT int cuEventElapsedTime(float* millis, void* first, void* second) {
  ENTER();
  if (!events.count((Event*)first) || !events.count((Event*)second)) {
    return INVALID_HANDLE;
  }
  if (!((Event*)first)->timed || !((Event*)second)->timed) {
    return INVALID_HANDLE;
  }
  Marks& from = *((Event*)first)->marks;
  Marks& to = *((Event*)second)->marks;
  if (from.reached < from.recorded || to.reached < to.recorded) {
    return NOT_READY;
  }
  *millis = (float)(to.at - from.at);
  return sticky;
}
