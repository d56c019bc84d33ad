package assay.cpu;

import assay.core.program.DataType;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import assay.core.program.op.Reshape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Assigns an array to each tensor of a program, and an array for each set to an input.
 *
 * <p>Every input, state and output has an array of its own. Intermediate values reuse arrays whose
 * last reader has run; an operation never writes to an array that it reads. A reshape shares its
 * operand's array unless the operand is state (which may change before the result is read) or one
 * is an input and the other an output (which the caller writes independently).
 */
final class MemoryPlan {
  /** A planned array, which may grow during planning. */
  static final class Slot {
    final DataType type;
    int elements;

    Slot(DataType type) {
      this.type = type;
    }

    long bytes() {
      return (long) elements * type.bytes();
    }
  }

  private final Map<Tensor, Tensor> roots = new HashMap<>();
  private final Map<Tensor, Slot> slots = new HashMap<>();
  private final Map<Tensor, Integer> lastUse = new HashMap<>();
  private final List<Slot> all = new ArrayList<>();
  private final List<Slot> free = new ArrayList<>();
  private final Set<Tensor> permanent = new HashSet<>();
  private final int inputSets;

  MemoryPlan(Program program, List<Stage> stages, int inputSets) {
    this.inputSets = inputSets;
    for (Stage stage : stages) {
      for (Op op : stage.ops()) {
        if (op instanceof Reshape reshape) {
          share(program, reshape);
        }
      }
    }
    List<Tensor> outside = new ArrayList<>(program.inputs());
    outside.addAll(program.state());
    outside.addAll(program.outputs());
    outside.forEach(t -> permanent.add(root(t)));
    outside.forEach(t -> place(root(t)));
    findLastUses(stages);
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).writes().forEach(t -> place(root(t)));
      release(stages.get(i), i);
    }
  }

  private Tensor root(Tensor tensor) {
    return roots.getOrDefault(tensor, tensor);
  }

  private void share(Program program, Reshape reshape) {
    Tensor root = root(reshape.x());
    boolean fromOutside = program.inputs().contains(root);
    boolean toOutside = program.outputs().contains(reshape.out());
    if (!program.state().contains(root) && !(fromOutside && toOutside)) {
      roots.put(reshape.out(), root);
    }
  }

  private void findLastUses(List<Stage> stages) {
    for (int i = 0; i < stages.size(); i++) {
      for (Tensor tensor : stages.get(i).reads()) {
        lastUse.put(root(tensor), i);
      }
      for (Tensor tensor : stages.get(i).writes()) {
        lastUse.put(root(tensor), i);
      }
    }
  }

  private void place(Tensor root) {
    if (slots.containsKey(root)) {
      return;
    }
    int elements = Storage.length(root);
    Slot slot = permanent.contains(root) ? fresh(root.type()) : reuse(root.type(), elements);
    slot.elements = Math.max(slot.elements, elements);
    slots.put(root, slot);
  }

  private Slot fresh(DataType type) {
    Slot slot = new Slot(type);
    all.add(slot);
    return slot;
  }

  /** The smallest free array that is large enough; otherwise the largest, which then grows. */
  private Slot reuse(DataType type, int elements) {
    Comparator<Slot> bySize = Comparator.comparingInt(s -> s.elements);
    List<Slot> candidates = free.stream().filter(s -> s.type == type).toList();
    Optional<Slot> best =
        candidates.stream()
            .filter(s -> s.elements >= elements)
            .min(bySize)
            .or(() -> candidates.stream().max(bySize));
    best.ifPresent(free::remove);
    return best.orElseGet(() -> fresh(type));
  }

  private void release(Stage stage, int index) {
    Set<Tensor> done = new HashSet<>();
    stage.reads().forEach(t -> done.add(root(t)));
    stage.writes().forEach(t -> done.add(root(t)));
    for (Tensor root : done) {
      if (lastUse.getOrDefault(root, -1) == index && !permanent.contains(root)) {
        free.add(slots.get(root));
      }
    }
  }

  /** Total size of all arrays in bytes. */
  long bytes(Program program) {
    long extra = inputs(program).stream().mapToLong(Slot::bytes).sum();
    return all.stream().mapToLong(Slot::bytes).sum() + (inputSets - 1) * extra;
  }

  private Set<Slot> inputs(Program program) {
    return program.inputs().stream()
        .map(tensor -> Objects.requireNonNull(slots.get(tensor)))
        .collect(Collectors.toSet());
  }

  /** Allocates the arrays: for each set of inputs those that are used with it. */
  List<Map<Tensor, Object>> allocate(Program program) {
    Map<Slot, Object> arrays = new HashMap<>();
    all.forEach(s -> arrays.put(s, Storage.allocate(s.type, s.elements)));
    List<Map<Tensor, Object>> sets = new ArrayList<>(List.of(byTensor(program, arrays)));
    while (sets.size() < inputSets) {
      inputs(program).forEach(s -> arrays.put(s, Storage.allocate(s.type, s.elements)));
      sets.add(byTensor(program, arrays));
    }
    return sets;
  }

  private Map<Tensor, Object> byTensor(Program program, Map<Slot, Object> arrays) {
    Map<Tensor, Object> result = new HashMap<>();
    for (Tensor tensor : program.tensors()) {
      Slot slot = slots.get(root(tensor));
      if (slot != null) {
        result.put(tensor, arrays.get(slot));
      }
    }
    return result;
  }
}
