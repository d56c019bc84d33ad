package assay.fpga;

/** A kernel with its arguments, ready to run again and again. */
public interface Launch {
  /** Replaces one argument for the runs to come. */
  void set(int index, float value);

  /** Puts one run into the accelerator's queue, after all that is there. */
  void enqueue();
}
