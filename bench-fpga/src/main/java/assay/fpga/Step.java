package assay.fpga;

/** A step of a program on the accelerator; enqueued without waiting. */
@FunctionalInterface
interface Step {
  void enqueue();
}
