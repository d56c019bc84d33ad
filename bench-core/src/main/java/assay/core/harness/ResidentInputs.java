package assay.core.harness;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The sets of inputs that stay on the device. Set 0 has the workload's own values; each other one
 * has them in an order of its own, which is secret. State exists once.
 *
 * <p>The host holds two copies of every value, however many sets there are: as the workload gives
 * it, and in the order that was asked for last.
 */
final class ResidentInputs {
  private static final int SWAPS = 8;

  /** In place of a secret order: as the workload gives the values. */
  private static final long AS_GIVEN = 0;

  private final Executable executable;
  private final Map<Tensor, HostTensor> given;
  private final List<Tensor> tensors;
  private final List<Tensor> inputs;
  private final SplittableRandom secret;
  private final Map<Tensor, HostTensor> reordered = new LinkedHashMap<>();
  private final int count;
  private final Orders usual;
  private Orders orders;
  private int selected;

  /** Which order the values are in: those of each set of inputs, and those of state. */
  private record Orders(List<Long> sets, long state) {}

  /**
   * Writes nothing yet.
   *
   * @param given the workload's values of all inputs and state
   * @param count number of sets, at least 1
   * @param secret draws orders and sets; its seed must not be known to the executable
   */
  ResidentInputs(
      Program program,
      Executable executable,
      Map<Tensor, HostTensor> given,
      int count,
      SplittableRandom secret) {
    this.executable = executable;
    this.given = given;
    this.tensors = List.copyOf(given.keySet());
    this.inputs = tensors.stream().filter(program.inputs()::contains).toList();
    this.secret = secret;
    this.count = count;
    List<Long> own = new ArrayList<>(secret.longs(count).boxed().toList());
    own.set(0, AS_GIVEN);
    this.usual = new Orders(List.copyOf(own), AS_GIVEN);
    this.orders = usual;
  }

  /** Number of sets. */
  int count() {
    return count;
  }

  /** All inputs and state. */
  List<Tensor> tensors() {
    return tensors;
  }

  /** Writes all sets and state with their usual values, and selects the first set. */
  void write() {
    orders = usual;
    writeAll();
  }

  /** Writes all sets and state with values that were not used before; selects the first set. */
  void renew() {
    orders = new Orders(secret.longs(count).boxed().toList(), secret.nextLong());
    writeAll();
  }

  /** The first set comes last, so that it is what the caches have. */
  private void writeAll() {
    for (int set = count - 1; set > 0; set--) {
      select(set);
      write(inputs);
    }
    select(0);
    write(tensors);
  }

  /** Writes tensors of the selected set as they were before. */
  void write(Collection<Tensor> some) {
    some.forEach(tensor -> executable.write(value(selected, tensor)));
  }

  /** Selects a set; nothing is called if it is selected already. */
  void select(int set) {
    if (set != selected) {
      selected = set;
      executable.select(set);
    }
  }

  /** Selects the next set, between two timed executions; there must be several. */
  void selectNext() {
    selected = selected + 1 == count ? 0 : selected + 1;
    executable.select(selected);
  }

  /** Selects any set, drawn at random. */
  void selectAny() {
    select(secret.nextInt(count));
  }

  /** Selects another set, drawn at random; there must be several. */
  void selectAnother() {
    select((selected + 1 + secret.nextInt(count - 1)) % count);
  }

  /** The selected set. */
  int selected() {
    return selected;
  }

  /** All values that an execution on a set reads; the next call of any method overwrites them. */
  Map<Tensor, HostTensor> values(int set) {
    Map<Tensor, HostTensor> values = new LinkedHashMap<>();
    tensors.forEach(tensor -> values.put(tensor, value(set, tensor)));
    return values;
  }

  private HostTensor value(int set, Tensor tensor) {
    return value(tensor, inputs.contains(tensor) ? orders.sets.get(set) : orders.state);
  }

  /**
   * The workload's values of a tensor in another order, so that they keep their distribution:
   * rotated by a random number of elements and with a few random pairs swapped, because a search
   * over many checks would come upon the same rotation again. The next call overwrites them.
   */
  HostTensor value(Tensor tensor, long order) {
    HostTensor from = Objects.requireNonNull(given.get(tensor));
    if (order == AS_GIVEN) {
      return from;
    }
    SplittableRandom random = new SplittableRandom(order + tensors.indexOf(tensor));
    HostTensor to = reordered.computeIfAbsent(tensor, HostTensor::allocate);
    long by = random.nextLong(tensor.elements()) * (tensor.bytes() / tensor.elements());
    rotate(from.data(), to.data(), by);
    for (int pair = 0; pair < SWAPS; pair++) {
      swap(to, random.nextLong(tensor.elements()), random.nextLong(tensor.elements()));
    }
    return to;
  }

  private static void swap(HostTensor values, long one, long other) {
    double kept = values.get(one);
    values.set(one, values.get(other));
    values.set(other, kept);
  }

  private static void rotate(MemorySegment from, MemorySegment to, long by) {
    long rest = from.byteSize() - by;
    MemorySegment.copy(from, by, to, 0, rest);
    MemorySegment.copy(from, 0, to, rest, by);
  }
}
