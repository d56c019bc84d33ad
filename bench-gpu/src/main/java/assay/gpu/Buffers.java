package assay.gpu;

import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import assay.core.program.op.Reshape;
import assay.gpu.driver.Context;
import assay.gpu.driver.DeviceMemory;
import assay.gpu.driver.Scope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The memory of each tensor of a program. A reshape shares its operand's memory unless the operand
 * is state (which may change before the result is read) or one is an input and the other an output
 * (which the caller writes independently). Values that never leave a stage have none.
 */
final class Buffers {
  private final Map<Tensor, Tensor> roots = new HashMap<>();
  private final Map<Tensor, DeviceMemory> memory = new HashMap<>();

  private Buffers() {}

  /** Allocates memory for everything that the stages read and write. */
  static Buffers allocate(Program program, Stages stages, Context context, Scope scope) {
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
        buffers.memory.put(
            root, scope.add(context.allocate(root.bytes(), root + " of " + program.name())));
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
