// Fibers for the threads of one block; blocks one after the other.
#include "grid.h"

#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>

#include "host_block.h"

#ifndef __x86_64__
#error "the stand-in switches stacks on x86-64 only"
#endif

Index3 threadIdx, blockIdx, blockDim, gridDim;

// Saves what a call must keep, and changes over to another stack.
extern "C" void standinSwitch(void** from, void* to);
asm(R"(
.text
.globl standinSwitch
.hidden standinSwitch
standinSwitch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
)");

namespace {
const size_t STACK = 128 << 10;
const int MOST = 1024;

struct Barrier {
  int arrived = 0;
  int members = 0; // that have not ended
  unsigned generation = 0;

  void release() {
    arrived = 0;
    generation++;
  }
};

// A barrier in shared memory. Bytes may be negative for a moment: they may come before they are expected.
struct Phases {
  uint16_t pending; // arrivals
  uint16_t arrivals;
  int32_t bytes : 31;
  uint32_t parity : 1;

  void settle() {
    if (pending == 0 && bytes == 0) {
      pending = arrivals;
      parity ^= 1;
    }
  }
};
static_assert(sizeof(Phases) == sizeof(unsigned long long));

struct Copy {
  uint32_t to;
  const void* from;
  bool inside;
};

// What a thread has under way: groups in order, the last of them open.
template <class T>
struct Groups {
  std::vector<std::vector<T>> groups{1};

  void add(T work) { groups.back().push_back(std::move(work)); }
  void end() { groups.emplace_back(); }
  bool empty() const { return groups.size() == 1 && groups[0].empty(); }
  // Does all but the newest groups that are ended.
  template <class Work>
  void settle(size_t left, Work work) {
    while (groups.size() - 1 > left) {
      std::vector<T> oldest = std::move(groups.front());
      groups.erase(groups.begin());
      for (auto& one : oldest) {
        work(one);
      }
    }
  }
};

struct Fiber {
  void* stack = nullptr;
  void* top = nullptr;
  Index3 index{};
  bool ended = false;
  Barrier* waitsFor = nullptr;
  unsigned ticket = 0;
  Phases* phases = nullptr; // that it waits for as well
  unsigned parity = 0;
  Groups<Copy> copies;
  Groups<std::function<void()>> products;
  bool unpublished = false; // copies that the matrix units might not see yet
  bool multiplying = false;
};

// A box on its way.
struct Box {
  HostMap map;
  Phases* phases;
  uint32_t to;
  int x, y, z;
};

Fiber fibers[MOST];
Barrier block;
Barrier warps[MOST / 32];
Barrier groups[MOST / 128];
Exchange exchanges[MOST / 32][2];
void* scheduler;
int current;
const std::function<void()>* body;
const char* problem;
std::vector<Box> boxes;

// The window of dynamic shared memory begins off every alignment but 16 bytes; what lies behind it
// is watched.
const uint32_t WINDOW = 1024 + 16;
const size_t MAX_SHARED = 232448;
const size_t WATCHED = 4096;
alignas(1024) unsigned char window[WINDOW + MAX_SHARED + WATCHED];
size_t sharedSize;

void yield() { standinSwitch(&fibers[current].top, scheduler); }

void arrive(Barrier& barrier) {
  Fiber& self = fibers[current];
  self.ticket = barrier.generation;
  if (++barrier.arrived == barrier.members) {
    barrier.release();
    return;
  }
  self.waitsFor = &barrier;
  yield();
}

void leave(Barrier& barrier) {
  barrier.members--;
  if (barrier.members > 0 && barrier.arrived == barrier.members) {
    barrier.release();
  }
}

void fiberMain() {
  (*body)();
  Fiber& self = fibers[current];
  if (!self.copies.empty() || !self.products.empty()) {
    fault("a thread ends while its copies or products are under way");
  }
  self.ended = true;
  leave(block);
  leave(warps[current / 32]);
  leave(groups[current / 128]);
  yield();
  abort();
}

void prepare(int i, Shape3 shape) {
  Fiber& fiber = fibers[i];
  if (!fiber.stack) {
    fiber.stack = mmap(nullptr, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  }
  void** top = (void**)((char*)fiber.stack + STACK) - 1; // aligned as after a call
  *--top = (void*)fiberMain;
  for (int saved = 0; saved < 6; saved++) {
    *--top = nullptr;
  }
  fiber.top = top;
  fiber.index = {i % shape.x, i / shape.x % shape.y, i / (shape.x * shape.y)};
  fiber.ended = false;
  fiber.waitsFor = nullptr;
  fiber.phases = nullptr;
  fiber.copies = {};
  fiber.products = {};
  fiber.unpublished = fiber.multiplying = false;
}

// The box's elements, zeros outside the matrix, into rows of 128 bytes with the 128-byte swizzle.
void perform(const Box& box) {
  const HostMap& map = box.map;
  uint32_t at = box.to;
  for (uint32_t k = 0; k < map.box[2]; k++) {
    for (uint32_t j = 0; j < map.box[1]; j++) {
      for (uint32_t i = 0; i < map.box[0]; i++, at += map.bytes) {
        int64_t x = (int64_t)box.x + i, y = (int64_t)box.y + j, z = (int64_t)box.z + k;
        bool inside = x >= 0 && y >= 0 && z >= 0 && (uint64_t)x < map.extents[0] &&
                      (uint64_t)y < map.extents[1] && (uint64_t)z < map.extents[2];
        unsigned char* to = sharedAt(at ^ (at >> 7 & 7) << 4, map.bytes);
        if (!inside) {
          memset(to, 0, map.bytes);
          continue;
        }
        memcpy(to, map.data + z * map.strides[1] + y * map.strides[0] + x * map.bytes, map.bytes);
        if (map.tf32) {
          uint32_t bits;
          memcpy(&bits, to, 4);
          if ((bits & 0x7F800000u) != 0x7F800000u) {
            bits = (bits + 0xFFFu + (bits >> 13 & 1)) & ~0x1FFFu; // to nearest, ties to even
          }
          memcpy(to, &bits, 4);
        }
      }
    }
  }
  box.phases->bytes -= (int)(map.box[0] * map.box[1] * map.box[2] * map.bytes);
  box.phases->settle();
}

// Whether the phase of that parity is over, once the copies that it counts are made.
bool over(Phases* phases, unsigned parity) {
  for (size_t i = 0; i < boxes.size();) {
    if (boxes[i].phases == phases) {
      Box box = boxes[i];
      boxes.erase(boxes.begin() + i);
      perform(box);
    } else {
      i++;
    }
  }
  return phases->parity != parity;
}

// Shared memory with what no kernel has written: NaN in every format.
void clearShared() {
  for (size_t i = 0; i < sizeof(window); i++) {
    window[i] = i % 2 ? 0xFF : 0xA5;
  }
}

bool watched() {
  for (size_t i = WINDOW + sharedSize; i < sizeof(window); i++) {
    if (window[i] != (i % 2 ? 0xFF : 0xA5)) {
      return false;
    }
  }
  return true;
}

void runBlock(int count, Shape3 shape) {
  block = Barrier{0, count, 0};
  for (int i = 0; i < count; i += 32) {
    warps[i / 32] = Barrier{0, count - i < 32 ? count - i : 32, 0};
  }
  for (int i = 0; i < count; i += 128) {
    groups[i / 128] = Barrier{0, count - i < 128 ? count - i : 128, 0};
  }
  if (sharedSize > 0) {
    clearShared();
  }
  for (int i = 0; i < count; i++) {
    prepare(i, shape);
  }
  int left = count;
  while (left > 0) {
    bool moved = false;
    for (int turn = 0; turn < count; turn++) {
      // Every other block from its last thread on: an order that hides a missing barrier is not both.
      int i = blockIdx.x % 2 ? count - 1 - turn : turn;
      Fiber& fiber = fibers[i];
      if (fiber.ended || (fiber.waitsFor && fiber.waitsFor->generation == fiber.ticket)) {
        continue;
      }
      if (fiber.phases && !over(fiber.phases, fiber.parity)) {
        continue;
      }
      fiber.waitsFor = nullptr;
      fiber.phases = nullptr;
      current = i;
      threadIdx = fiber.index;
      standinSwitch(&scheduler, fiber.top);
      moved = true;
      left -= fiber.ended;
      if (problem) {
        return;
      }
    }
    if (!moved) {
      problem = "the threads of a block wait for each other";
      return;
    }
  }
  if (!boxes.empty()) {
    problem = "a block ends while boxes are on their way into its shared memory";
  } else if (sharedSize > 0 && !watched()) {
    problem = "written beyond dynamic shared memory";
  }
}
} // namespace

void fault(const char* what) {
  if (!problem) {
    problem = what;
  }
}

void __syncthreads() { arrive(block); }
void __syncwarp() { arrive(warps[current / 32]); }
void syncGroup() { arrive(groups[current / 128]); }

// ---------------------------------------------------------------- beside the threads

unsigned char* dynamicShared() { return window + WINDOW; }

uint32_t sharedAddress(const void* pointer) {
  return (uint32_t)((const unsigned char*)pointer - window);
}

unsigned char* sharedAt(uint32_t address, size_t bytes) {
  static unsigned char nowhere[16];
  if (address < WINDOW || address + bytes > WINDOW + sharedSize) {
    fault("an address outside dynamic shared memory");
    return nowhere;
  }
  return window + address;
}

void barrierInit(unsigned long long* barrier, int arrivals) {
  Phases phases{(uint16_t)arrivals, (uint16_t)arrivals, 0, 0};
  memcpy((void*)barrier, &phases, sizeof phases);
}

void arrive(unsigned long long* barrier) {
  Phases* phases = (Phases*)barrier;
  if (fibers[current].unpublished) {
    fault("a thread hands over copies that it has not published");
  }
  if (phases->pending == 0) {
    fault("more arrivals than a barrier expects");
    return;
  }
  phases->pending--;
  phases->settle();
}

void arriveExpecting(unsigned long long* barrier, int bytes) {
  ((Phases*)barrier)->bytes += bytes;
  arrive(barrier);
}

void await(unsigned long long* barrier, int parity) {
  Fiber& self = fibers[current];
  self.phases = (Phases*)barrier;
  self.parity = (unsigned)parity;
  yield();
}

void fetchBox(const void* map, unsigned long long* barrier, uint32_t to, int x, int y, int z) {
  Box box{argument<HostMap>(map), (Phases*)barrier, to, x, y, z};
  if (box.map.magic != HostMap::MAGIC) {
    fault("a tensor map that the driver has not made");
  } else if (to % 1024 != 0) {
    fault("a swizzled box that does not begin at a block of 1024 bytes");
  } else if (blockIdx.x % 2 == 0) {
    perform(box); // As early as it may be, in every other block.
  } else {
    boxes.push_back(box);
  }
}

void copy16(uint32_t to, const void* from, bool inside) {
  if (to % 16 != 0 || (uintptr_t)from % 16 != 0) {
    fault("a misaligned copy of 16 bytes");
  }
  fibers[current].copies.add({to, from, inside});
}

void endCopies() { fibers[current].copies.end(); }

void awaitCopiesBut(int left) {
  Fiber& self = fibers[current];
  self.copies.settle((size_t)left, [&](const Copy& copy) {
    unsigned char* to = sharedAt(copy.to, 16);
    if (copy.inside) {
      memcpy(to, copy.from, 16);
    } else {
      memset(to, 0, 16);
    }
    self.unpublished = true;
  });
}

void publish() { fibers[current].unpublished = false; }

void beginProducts() { fibers[current].multiplying = true; }

void later(std::function<void()> product) {
  Fiber& self = fibers[current];
  if (!self.multiplying) {
    fault("products that begin without a fence");
  }
  self.products.add(std::move(product));
}

void endProducts() {
  fibers[current].multiplying = false;
  fibers[current].products.end();
}

void awaitProductsBut(int left) {
  fibers[current].products.settle((size_t)left, [](const std::function<void()>& product) {
    product();
  });
  __syncwarp(); // Warps wait as one.
}

// ---------------------------------------------------------------- warps

int laneOf() { return current % 32; }

Exchange& exchange() { return exchanges[current / 32][warps[current / 32].generation % 2]; }

Exchange& meet() {
  Exchange& written = exchange();
  arrive(warps[current / 32]);
  return written;
}

std::map<std::string, HostKernel>& hostKernels() {
  static std::map<std::string, HostKernel> kernels;
  return kernels;
}

const char* runGrid(Shape3 grid, Shape3 shape, size_t shared,
                    const std::function<void()>& thread) {
  body = &thread;
  problem = nullptr;
  boxes.clear();
  sharedSize = shared;
  gridDim = {grid.x, grid.y, grid.z};
  blockDim = {shape.x, shape.y, shape.z};
  int count = (int)(shape.x * shape.y * shape.z);
  for (unsigned z = 0; z < grid.z; z++) {
    for (unsigned y = 0; y < grid.y; y++) {
      for (unsigned x = 0; x < grid.x; x++) {
        blockIdx = {x, y, z};
        runBlock(count, shape);
        if (problem) {
          return problem;
        }
      }
    }
  }
  return nullptr;
}
