package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.ProgramException;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.List;

/**
 * db[c] = Σ of dy[…,c] over all other dimensions.
 *
 * @param db (C)
 */
public record BiasGrad(Tensor dy, Tensor db) implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public BiasGrad {
    require(
        dy.type().isFloating()
            && db.type() == dy.type()
            && db.shape().equals(Shape.of(dy.shape().dim(-1))),
        "BiasGrad of %s writes a tensor of shape %d and its type; got %s",
        dy,
        dy.shape().dim(-1),
        db);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(dy);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(db);
  }

  @Override
  public long flops() {
    return dy.elements();
  }
}
