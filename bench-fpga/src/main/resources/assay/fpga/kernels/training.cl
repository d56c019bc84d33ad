/* Softmax with mean cross-entropy, and the optimizers. */
#include "port.h"
#include "parameters.h"

/* probabilities = softmax of each row; loss[0] = mean of −log of the labels' probabilities. */
KERNEL void softmax_loss(
    GLOBAL const float *RESTRICT logits, GLOBAL const int *RESTRICT labels,
    GLOBAL float *RESTRICT loss, GLOBAL float *RESTRICT probabilities, int rows, int width) {
  float total = 0.0f;
  for (int row = 0; row < rows; row++) {
    index_t at = (index_t)row * width;
    float largest = logits[at];
    for (int j = 1; j < width; j++) {
      PIPELINE
      float value = logits[at + j];
      largest = value > largest || value != value ? value : largest;
    }
    float sum = 0.0f;
    for (int j = 0; j < width; j++) {
      PIPELINE
      sum += EXP(logits[at + j] - largest);
    }
    for (int j = 0; j < width; j++) {
      PIPELINE
      probabilities[at + j] = EXP(logits[at + j] - largest) / sum;
    }
    /* An invalid label has no loss; reading its logit would be out of bounds. */
    int label = labels[row];
    if (label >= 0 && label < width) {
      total += LOG(sum) - (logits[at + label] - largest);
    } else {
      total = NAN;
    }
  }
  loss[0] = total / (float)rows;
}

/* (probability − [label]) / rows. */
KERNEL void softmax_grad(
    GLOBAL const float *RESTRICT probabilities, GLOBAL const int *RESTRICT labels,
    GLOBAL float *RESTRICT dlogits, int rows, int width) {
  for (int row = 0; row < rows; row++) {
    int label = labels[row];
    for (int j = 0; j < width; j++) {
      PIPELINE
      index_t at = (index_t)row * width + j;
      float hot = j == label ? 1.0f : 0.0f;
      dlogits[at] = (probabilities[at] - hot) / (float)rows;
    }
  }
}

#define OPTIMIZER_DESCENT 0  /* p −= rate·g; no slots */
#define OPTIMIZER_MOMENTUM 1 /* v = keep·v + g; p −= rate·v */
#define OPTIMIZER_SCALED 2   /* s = keep·s + take·g²; p −= rate·g/(√s + epsilon) */
#define OPTIMIZER_ADAM 3     /* first and second moment, corrected */

/*
 * One parameter tensor. Coefficients are rounded from the host's binary64, so that 1 − β is not
 * computed in f32. Slots that the rule does not have are not accessed; both may be the same pointer.
 */
KERNEL void optimizer_step(
    GLOBAL float *parameter, GLOBAL const float *RESTRICT gradient, GLOBAL float *first,
    GLOBAL float *second, index_t count, int opcode, float rate, float keep, float take, float keep2,
    float take2, float correction, float correction2, float epsilon) {
  for (index_t i = 0; i < count; i++) {
    PIPELINE
    float g = gradient[i];
    float direction = g;
    if (opcode == OPTIMIZER_MOMENTUM) {
      direction = keep * first[i] + g;
      first[i] = direction;
    } else if (opcode == OPTIMIZER_SCALED) {
      float s = keep * first[i] + take * g * g;
      first[i] = s;
      direction = g / (SQRT(s) + epsilon);
    } else if (opcode == OPTIMIZER_ADAM) {
      float m = keep * first[i] + take * g;
      float v = keep2 * second[i] + take2 * g * g;
      first[i] = m;
      second[i] = v;
      direction = (m / correction) / (SQRT(v / correction2) + epsilon);
    }
    parameter[i] -= rate * direction;
  }
}
