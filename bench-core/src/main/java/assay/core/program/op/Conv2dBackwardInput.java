package assay.core.program.op;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import java.util.List;

/**
 * Gradient of {@link Conv2d} with respect to its input: dx[n,h,w,c] = Σ of dy[n,p,q,k] · w[k,r,s,c]
 * over all p,q,r,s,k with h = p·strideH + r − padH and w = q·strideW + s − padW.
 *
 * @param dy (N,P,Q,K)
 * @param w (K,R,S,C)
 * @param dx (N,H,W,C)
 */
public record Conv2dBackwardInput(Tensor dy, Tensor w, Tensor dx, Window2d window)
    implements Convolution2d {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public Conv2dBackwardInput {
    Convolutions.check("Conv2dBackwardInput", dx, w, dy, window);
  }

  @Override
  public Tensor image() {
    return dx;
  }

  @Override
  public Tensor filters() {
    return w;
  }

  @Override
  public Tensor features() {
    return dy;
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(dy, w);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(dx);
  }
}
