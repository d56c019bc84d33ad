package assay.gpu;

import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import assay.core.program.op.Reshape;
import assay.gpu.driver.Context;
import assay.gpu.driver.DeviceMemory;
import assay.gpu.driver.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The memory of each tensor of a program with one of its sets of inputs: only that of inputs
 * differs between the sets. A reshape shares its operand's memory unless the operand is state
 * (which may change before the result is read) or one is an input and the other an output (which
 * the caller writes independently). Values that never leave a stage have none.
 */
final class Buffers {
  private final Map<Tensor, Tensor> roots = new HashMap<>();
  private final Map<Tensor, DeviceMemory> memory = new HashMap<>();

  private Buffers() {}

  /**
   * Allocates memory for everything that the stages read and write.
   *
   * @param inputSets number of sets
   * @return one for each set
   */
  static List<Buffers> allocate(
      Program program, Stages stages, Context context, Scope scope, int inputSets) {
    List<Buffers> sets = new ArrayList<>(List.of(allocate(program, stages, context, scope)));
    while (sets.size() < inputSets) {
      Buffers another = new Buffers();
      another.roots.putAll(sets.getFirst().roots);
      another.memory.putAll(sets.getFirst().memory);
      for (Tensor input : program.inputs()) {
        another.memory.put(input, memory(input, program, context, scope));
      }
      sets.add(another);
    }
    return sets;
  }

  private static DeviceMemory memory(Tensor tensor, Program program, Context context, Scope scope) {
    return scope.add(context.allocate(tensor.bytes(), tensor + " of " + program.name()));
  }

  private static Buffers allocate(Program program, Stages stages, Context context, Scope scope) {
    Buffers buffers = new Buffers();
    for (Op op : program.ops()) {
      if (op instanceof Reshape reshape) {
        buffers.share(program, reshape);
      }
    }
    Set<Tensor> needed = new HashSet<>(program.tensors());
    needed.removeAll(stages.kept());
    for (Tensor tensor : program.tensors()) {
      Tensor root = buffers.root(tensor);
      if (needed.contains(tensor) && !buffers.memory.containsKey(root)) {
        buffers.memory.put(root, memory(root, program, context, scope));
      }
    }
    return buffers;
  }

  private void share(Program program, Reshape reshape) {
    Tensor root = root(reshape.x());
    boolean fromOutside = program.inputs().contains(root);
    boolean toOutside = program.outputs().contains(reshape.out());
    if (!program.state().contains(root) && !(fromOutside && toOutside)) {
      roots.put(reshape.out(), root);
    }
  }

  private Tensor root(Tensor tensor) {
    return roots.getOrDefault(tensor, tensor);
  }

  /** The memory of a tensor. */
  DeviceMemory of(Tensor tensor) {
    DeviceMemory found = memory.get(root(tensor));
    if (found == null) {
      throw new IllegalArgumentException(tensor + " has no memory on the device");
    }
    return found;
  }
}
