package assay.core.spi;

import assay.core.availability.Availability;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.Op;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The kernels of a target by operation. A target has an entry for each operation that it computes;
 * an operation without one is unsupported with a reason, so that new operations, or ones that the
 * target will never have, need no code.
 *
 * @param <K> the target's kernel type: something that it can run or prepare
 */
public final class KernelTable<K> {
  private final String absent;
  private final Map<Class<? extends Op>, Entry<Op, K>> entries;

  private KernelTable(String absent, Map<Class<? extends Op>, Entry<Op, K>> entries) {
    this.absent = absent;
    this.entries = Map.copyOf(entries);
  }

  /** A target's entry for one kind of operation. */
  @FunctionalInterface
  public interface Entry<O extends Op, K> {
    /**
     * The kernel for an operation, or why there is none. Needs no device and allocates nothing
     * large.
     *
     * @param program the whole program, which contains {@code op}
     */
    Availability<K> find(O op, Program program, Precision precision);
  }

  /**
   * A builder for a table.
   *
   * @param absent why an operation without an entry is unsupported, for example {@code the array
   *     computes matrix products only}
   */
  public static <K> Builder<K> builder(String absent) {
    return new Builder<>(absent);
  }

  /** Collects the entries of a table. */
  public static final class Builder<K> {
    private final String absent;
    private final Map<Class<? extends Op>, Entry<Op, K>> entries = new HashMap<>();

    private Builder(String absent) {
      this.absent = absent;
    }

    /**
     * Adds an entry that may reject some operations of its kind.
     *
     * @throws IllegalArgumentException if there is already one for that kind
     */
    public <O extends Op> Builder<K> entry(Class<O> kind, Entry<? super O, K> entry) {
      Entry<Op, K> checked =
          (op, program, precision) -> entry.find(kind.cast(op), program, precision);
      if (entries.putIfAbsent(kind, checked) != null) {
        throw new IllegalArgumentException("duplicate entry for " + kind.getSimpleName());
      }
      return this;
    }

    /** Adds an entry that has a kernel for every operation of its kind. */
    public <O extends Op> Builder<K> kernel(
        Class<O> kind, Function<? super O, ? extends K> kernel) {
      return entry(
          kind, (op, program, precision) -> new Availability.Available<>(kernel.apply(op)));
    }

    /** The table. */
    public KernelTable<K> build() {
      return new KernelTable<>(absent, entries);
    }
  }

  private Availability<K> find(Op op, Program program, Precision precision) {
    Entry<Op, K> entry = entries.get(op.getClass());
    return entry == null
        ? new Availability.Unavailable<>(absent)
        : entry.find(op, program, precision);
  }

  /** The first operation of a program that has no kernel, and why; empty if all have one. */
  public Optional<Unsupported> unsupported(Program program, Precision precision) {
    for (Op op : program.ops()) {
      if (find(op, program, precision) instanceof Availability.Unavailable<K> none) {
        return Optional.of(new Unsupported(op.kind(), none.reason()));
      }
    }
    return Optional.empty();
  }

  /**
   * The kernel of every operation of a supported program, in the program's order.
   *
   * @throws IllegalArgumentException if an operation has none
   */
  public Map<Op, K> kernels(Program program, Precision precision) {
    Map<Op, K> kernels = new LinkedHashMap<>();
    for (Op op : program.ops()) {
      switch (find(op, program, precision)) {
        case Availability.Available<K>(K kernel) -> kernels.put(op, kernel);
        case Availability.Unavailable<K> none ->
            throw new IllegalArgumentException(
                String.format(Locale.ROOT, "%s: %s: %s", program.name(), op.kind(), none.reason()));
      }
    }
    return kernels;
  }
}
