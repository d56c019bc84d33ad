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

struct Fiber {
  void* stack = nullptr;
  void* top = nullptr;
  Index3 index{};
  bool ended = false;
  Barrier* waitsFor = nullptr;
  unsigned ticket = 0;
};

Fiber fibers[MOST];
Barrier block;
Barrier warps[MOST / 32];
Exchange exchanges[MOST / 32][2];
void* scheduler;
int current;
const std::function<void()>* body;

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
  fibers[current].ended = true;
  leave(block);
  leave(warps[current / 32]);
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
}

bool runBlock(int count, Shape3 shape) {
  block = Barrier{0, count, 0};
  for (int i = 0; i < count; i += 32) {
    warps[i / 32] = Barrier{0, count - i < 32 ? count - i : 32, 0};
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
      fiber.waitsFor = nullptr;
      current = i;
      threadIdx = fiber.index;
      standinSwitch(&scheduler, fiber.top);
      moved = true;
      left -= fiber.ended;
    }
    if (!moved) {
      return false;
    }
  }
  return true;
}
} // namespace

void __syncthreads() { arrive(block); }

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

bool runGrid(Shape3 grid, Shape3 shape, const std::function<void()>& thread) {
  body = &thread;
  gridDim = {grid.x, grid.y, grid.z};
  blockDim = {shape.x, shape.y, shape.z};
  int count = (int)(shape.x * shape.y * shape.z);
  for (unsigned z = 0; z < grid.z; z++) {
    for (unsigned y = 0; y < grid.y; y++) {
      for (unsigned x = 0; x < grid.x; x++) {
        blockIdx = {x, y, z};
        if (!runBlock(count, shape)) {
          return false;
        }
      }
    }
  }
  return true;
}
