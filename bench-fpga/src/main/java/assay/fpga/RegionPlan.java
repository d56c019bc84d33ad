package assay.fpga;

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
import java.util.Optional;
import java.util.Set;

/**
 * Assigns a region of device memory to each tensor of a program.
 *
 * <p>Every input, state and output has a region of its own. Intermediate values reuse regions whose
 * last reader has run; an operation never writes to a region that it reads. A reshape shares its
 * operand's region unless the operand is state (which may change before the result is read) or one
 * is an input and the other an output (which the caller writes independently).
 */
final class RegionPlan {
  private final Map<Tensor, Tensor> roots = new HashMap<>();
  private final Map<Tensor, Integer> places = new HashMap<>();
  private final List<Long> sizes = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();

  RegionPlan(Program program) {
    program.ops().forEach(op -> share(program, op));
    Set<Tensor> permanent = new HashSet<>();
    List<Tensor> outside = new ArrayList<>(program.inputs());
    outside.addAll(program.state());
    outside.addAll(program.outputs());
    outside.forEach(t -> permanent.add(root(t)));
    permanent.forEach(t -> places.put(t, fresh(t.bytes())));
    Map<Tensor, Integer> lastUse = lastUses(program.ops());
    for (int i = 0; i < program.ops().size(); i++) {
      Op op = program.ops().get(i);
      op.outputs().stream().map(this::root).forEach(this::place);
      release(op, i, lastUse, permanent);
    }
  }

  private void share(Program program, Op op) {
    if (op instanceof Reshape reshape) {
      Tensor root = root(reshape.x());
      boolean through =
          program.inputs().contains(root) && program.outputs().contains(reshape.out());
      if (!program.state().contains(root) && !through) {
        roots.put(reshape.out(), root);
      }
    }
  }

  private Tensor root(Tensor tensor) {
    return roots.getOrDefault(tensor, tensor);
  }

  private Map<Tensor, Integer> lastUses(List<Op> ops) {
    Map<Tensor, Integer> last = new HashMap<>();
    for (int i = 0; i < ops.size(); i++) {
      for (Tensor tensor : touched(ops.get(i))) {
        last.put(tensor, i);
      }
    }
    return last;
  }

  private Set<Tensor> touched(Op op) {
    Set<Tensor> all = new HashSet<>();
    op.inputs().forEach(t -> all.add(root(t)));
    op.outputs().forEach(t -> all.add(root(t)));
    return all;
  }

  private int fresh(long bytes) {
    sizes.add(bytes);
    return sizes.size() - 1;
  }

  /** The smallest free region that is large enough; otherwise the largest, which then grows. */
  private void place(Tensor root) {
    if (places.containsKey(root)) {
      return;
    }
    Comparator<Integer> bySize = Comparator.comparing(sizes::get);
    Optional<Integer> best =
        free.stream()
            .filter(i -> sizes.get(i) >= root.bytes())
            .min(bySize)
            .or(() -> free.stream().max(bySize));
    int place = best.orElseGet(() -> fresh(root.bytes()));
    best.ifPresent(free::remove);
    sizes.set(place, Math.max(sizes.get(place), root.bytes()));
    places.put(root, place);
  }

  private void release(Op op, int index, Map<Tensor, Integer> lastUse, Set<Tensor> permanent) {
    for (Tensor tensor : touched(op)) {
      Integer place = places.get(tensor);
      if (place != null
          && !permanent.contains(tensor)
          && lastUse.getOrDefault(tensor, -1) == index) {
        free.add(place);
      }
    }
  }

  /** Size of each region in bytes. */
  List<Long> sizes() {
    return List.copyOf(sizes);
  }

  /** Index into {@link #sizes()} of a tensor's region. */
  int place(Tensor tensor, String program) {
    Integer place = places.get(root(tensor));
    if (place == null) {
      throw new IllegalArgumentException("program " + program + " has no memory for " + tensor);
    }
    return place;
  }
}
