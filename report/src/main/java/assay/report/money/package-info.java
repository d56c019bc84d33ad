/**
 * Cost of ownership of a system: prices from a file, discounted cash flow, cost per unit of work,
 * sensitivities and break-even prices.
 *
 * <p>Pure arithmetic over stated inputs. Nothing is assumed: an input that is not stated is
 * missing, and everything that needs it is left out.
 */
@NullMarked
package assay.report.money;

import org.jspecify.annotations.NullMarked;
