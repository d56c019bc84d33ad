package assay.fpga;

/** Something a program does on the accelerator; enqueued, not waited for. */
@FunctionalInterface
interface Step {
  void enqueue();
}
