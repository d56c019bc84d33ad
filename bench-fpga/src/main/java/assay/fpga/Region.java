package assay.fpga;

import java.lang.foreign.MemorySegment;

/** A block of an accelerator's memory. */
public interface Region {
  /** Copies native memory to its beginning, and waits. */
  void write(MemorySegment values);

  /** Copies its beginning to native memory, and waits. */
  void read(MemorySegment values);

  /** Sets every byte to 0. */
  void clear();
}
