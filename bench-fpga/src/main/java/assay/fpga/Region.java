package assay.fpga;

import java.lang.foreign.MemorySegment;

/** A piece of an accelerator's memory. */
public interface Region {
  /** Copies native memory to its beginning, and returns when that is done. */
  void write(MemorySegment values);

  /** Copies its beginning into native memory, and returns when that is done. */
  void read(MemorySegment values);

  /** Sets every byte to 0. */
  void clear();
}
