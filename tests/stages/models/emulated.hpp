// What CUDA has and C++ has not, for one block of N_THREADS threads at a time.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <thread>
#include <ucontext.h>
using std::min;
#define __device__
#define __forceinline__ inline

// What a block's threads share holds no numbers before they write any: see `blocks`.
#define __shared__ static __attribute__((section("shared_memory")))
extern "C" char __start_shared_memory[] __attribute__((weak, visibility("hidden")));
extern "C" char __stop_shared_memory[] __attribute__((weak, visibility("hidden")));

struct uint4 { unsigned x, y, z, w; };
static uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }
struct Place { int x, y, z; };
static Place gridDim;
static int n_before = 0;  // the first block of this copy of the kernel: see `emulated.py`
static Place threadIdx, blockIdx;

// The threads of a block take turns on one of the system's, each until it has to wait for others: nobody else decides
// when, so a busy machine makes it no slower than its share.
// A warp goes on as far as it can without the others, and in which order they do differs from block to block: what is
// right only when all keep step, or in one order, has a race.
static ucontext_t turns[N_THREADS], caller;
static int running, n_ended, stride = 1;

static void turn(int next) {
  const int before = running;
  running = threadIdx.x = next;
  if (running != before) swapcontext(&turns[before], &turns[running]);
}
static void next_turn() { turn((running + stride) % N_THREADS); }
static void next_in_warp() { turn(running / 32 * 32 + (running + stride) % 32); }

struct Meeting {
  int n_expected, n_here = 0;
  unsigned number = 0;
  template <typename Next>
  void wait(Next next) {
    if (++n_here == n_expected) {
      n_here = 0;
      ++number;
      return;
    }
    for (const unsigned mine = number; mine == number;) next();
  }
};
static Meeting all_threads{N_THREADS}, warps[N_THREADS / 32];
static void __syncthreads() { all_threads.wait(next_turn); }
static void meet() { warps[threadIdx.x / 32].wait(next_in_warp); }

template <typename F>
static void blocks(int gx, int gy, int gz, F run) {
  static F* body;
  static const std::unique_ptr<char[]> stacks(new char[size_t(N_THREADS) << 18]);  // memory for what is used of it
  body = &run;
  const int order[4] = {1, N_THREADS - 1, 13, 7};  // forwards, backwards, and two that jump: 32 divides N_THREADS
  static_assert(N_THREADS % 32 == 0 && N_THREADS % 13 && N_THREADS % 7);
  for (Meeting& warp : warps) warp.n_expected = 32;
  for (int z = 0; z < gz; ++z)
    for (int y = 0; y < gy; ++y)
      for (int x = 0; x < gx; ++x) {
        blockIdx = {x + n_before, y, z};
        n_ended = 0;
        stride = order[(blockIdx.x + blockIdx.y + blockIdx.z) % 4];
        if (__start_shared_memory) memset(__start_shared_memory, 0xff, __stop_shared_memory - __start_shared_memory);
        for (int i = 0; i < N_THREADS; ++i) {
          getcontext(&turns[i]);
          turns[i].uc_stack.ss_sp = &stacks[size_t(i) << 18];
          turns[i].uc_stack.ss_size = size_t(1) << 18;
          turns[i].uc_link = &caller;
          makecontext(&turns[i], +[] {
            (*body)();
            if (++n_ended < N_THREADS)
              for (;;) next_turn();  // the last to end goes back to the caller
          }, 0);
        }
        threadIdx = {running = 0, 0, 0};
        swapcontext(&caller, &turns[0]);
      }
}

static long long clock64() {  // asked by who waits for another block
  std::this_thread::yield();
  return 0;
}
static unsigned atomicOr(unsigned* at, unsigned n) { return std::atomic_ref<unsigned>(*at).fetch_or(n); }
static void __syncwarp() { meet(); }
static void single_arrive(const unsigned* arrivals) { ++std::atomic_ref<unsigned>(*(unsigned*)arrivals); }
static unsigned single_seen(const unsigned* arrivals) { return std::atomic_ref<unsigned>(*(unsigned*)arrivals).load(); }
static void single_fetch(const void* line) { (void)*(const volatile char*)line; }  // must be there

static float __uint_as_float(unsigned u) { float f; memcpy(&f, &u, 4); return f; }
static float rsqrtf(float x) { return 1.0f / sqrtf(x); }

struct __nv_bfloat16 {
  uint16_t bits;
  __nv_bfloat16() = default;
  explicit __nv_bfloat16(float f) {  // to the nearest, ties to even
    unsigned u;
    memcpy(&u, &f, 4);
    bits = (u + 0x7fff + ((u >> 16) & 1)) >> 16;
  }
  operator float() const { return __uint_as_float((unsigned)bits << 16); }
};

struct __half {
  _Float16 value;
  __half() = default;
  explicit __half(float f) : value((_Float16)f) {}
  operator float() const { return (float)value; }
};

template <typename T>
static unsigned few_pair(float a, float b, const T*) {
  T both[2] = {T(a), T(b)};
  unsigned pair;
  memcpy(&pair, both, 4);
  return pair;
}

static uint4 few_once(const uint4* line) { return *line; }

static float __shfl_xor_sync(unsigned, float value, int mask) {
  static float shared[32][32];
  const int warp = threadIdx.x / 32, lane = threadIdx.x % 32;
  shared[warp][lane] = value;
  meet();
  const float other = shared[warp][lane ^ mask];
  meet();
  return other;
}

// Two mma.m16n8k16 (row, col) in a row. Lane 4 g + t holds of A rows g and g + 8, columns 2 t, 2 t + 1 and those + 8;
// of B the same places of column g; of C columns 2 t, 2 t + 1 of rows g and g + 8.
template <typename T>
static void few_product(float (&c)[4], const unsigned (&lo)[4], const unsigned (&hi)[4], uint4 x, const T*) {
  static unsigned low[32][32][4], high[32][32][4], input[32][32][4];
  const int warp = threadIdx.x / 32, lane = threadIdx.x % 32, g = lane / 4, t = lane % 4;
  memcpy(low[warp][lane], lo, 16);
  memcpy(high[warp][lane], hi, 16);
  memcpy(input[warp][lane], &x, 16);
  meet();
  auto number = [](unsigned pair, int i) { T both[2]; memcpy(both, &pair, 4); return (float)both[i]; };
  for (int part = 0; part < 2; ++part)
    for (int i = 0; i < 4; ++i) {
      const int row = g + 8 * (i / 2), column = 2 * t + i % 2;
      for (int k = 0; k < 16; ++k) {
        const int holder = (k % 8) / 2, slot = 2 * part + k / 8;
        const unsigned a = (row < 8 ? low : high)[warp][4 * (row % 8) + holder][slot];
        c[i] += number(a, k % 2) * number(input[warp][4 * column + holder][slot], k % 2);
      }
    }
  meet();
}
