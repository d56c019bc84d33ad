package assay.fpga;

/** A kernel with its arguments, which can be run repeatedly. */
public interface Launch {
  /** Replaces one argument for later runs. */
  void set(int index, float value);

  /** Enqueues one run at the end of the accelerator's queue. */
  void enqueue();
}
