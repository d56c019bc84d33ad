package assay.cpu.onednn;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of a tensor's values while a program is built, in one or several layouts. */
final class Values {
  private final List<Stored> stored = new ArrayList<>();

  /**
   * The values in one layout.
   *
   * @param memory handle of a {@code dnnl_memory_t} on {@code data}
   * @param plain whether it is the program's order
   */
  record Stored(long layout, long memory, MemorySegment data, boolean plain) {}

  void add(Stored one) {
    stored.add(one);
  }

  List<Stored> stored() {
    return stored;
  }

  /** Those in the program's order. */
  Optional<Stored> plain() {
    return stored.stream().filter(Stored::plain).findFirst();
  }
}
