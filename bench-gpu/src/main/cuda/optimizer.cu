// Optimizer steps over all parameters in one launch. The learning rate follows the step's counter on
// the device, so that a captured graph can be launched repeatedly.
#include "numbers.cuh"

enum Rule { RULE_DESCENT = 0, RULE_MOMENTUM = 1, RULE_ADAGRAD = 2, RULE_RMSPROP = 3, RULE_ADAM = 4 };
enum Schedule { SCHEDULE_CONSTANT = 0, SCHEDULE_EXPONENTIAL = 1, SCHEDULE_STEP = 2 };

// One parameter, as the host lays it out: six 64-bit numbers.
struct Parameter {
  void* value;
  const void* gradient;
  void* first;
  void* second;
  i64 elements;
  i64 type;
};

// scalars: learning rate, 1 - beta1^t, 1 - beta2^t with t from 1. Then increments the counter.
KERNEL optimizer_prepare(int* step, float* scalars, double initial, double factor, i64 every,
                         int schedule, double beta1, double beta2) {
  int at = *step;
  double rate = initial;
  if (schedule == SCHEDULE_EXPONENTIAL) {
    rate = initial * pow(factor, (double)at / (double)every);
  } else if (schedule == SCHEDULE_STEP) {
    rate = initial * pow(factor, (double)(at / every));
  }
  scalars[0] = (float)rate;
  scalars[1] = (float)(1.0 - pow(beta1, (double)at + 1.0));
  scalars[2] = (float)(1.0 - pow(beta2, (double)at + 1.0));
  *step = at + 1;
}

// slot <- keep * slot + take * value.
DEVICE float follow(void* slot, i64 i, int type, float keep, float take, float value) {
  float result = keep * load(slot, i, type) + take * value;
  store(slot, i, type, result);
  return result;
}

DEVICE float direction(const Parameter& p, i64 i, int rule, float keep, float take, float keep2,
                       float take2, float epsilon, const float* scalars) {
  int type = (int)p.type;
  float g = load(p.gradient, i, type);
  switch (rule) {
    case RULE_MOMENTUM:
      return follow(p.first, i, type, keep, 1.0f, g);
    case RULE_ADAGRAD:
      return g / (sqrtf(follow(p.first, i, type, 1.0f, 1.0f, g * g)) + epsilon);
    case RULE_RMSPROP:
      return g / (sqrtf(follow(p.first, i, type, keep, take, g * g)) + epsilon);
    case RULE_ADAM: {
      float m = follow(p.first, i, type, keep, take, g) / scalars[1];
      float v = follow(p.second, i, type, keep2, take2, g * g) / scalars[2];
      return m / (sqrtf(v) + epsilon);
    }
    default:
      return g;
  }
}

// blockIdx.y is the parameter.
KERNEL optimizer_step(const Parameter* parameters, const float* scalars, int rule, float keep,
                      float take, float keep2, float take2, float epsilon) {
  Parameter p = parameters[blockIdx.y];
  int type = (int)p.type;
  for (i64 i = firstIndex(); i < p.elements; i += indexStep()) {
    float d = direction(p, i, rule, keep, take, keep2, take2, epsilon, scalars);
    store(p.value, i, type, load(p.value, i, type) - scalars[0] * d);
  }
}
