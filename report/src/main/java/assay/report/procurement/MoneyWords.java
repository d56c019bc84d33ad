package assay.report.procurement;

import assay.report.money.Input;

/** Amounts of money and inputs as text. */
final class MoneyWords {
  private MoneyWords() {}

  /** A large amount, in whole units of the currency from 100 on. */
  static String amount(DossierPage at, MoneyCase money, double amount) {
    int decimals = Math.abs(amount) >= 100 ? 0 : 2;
    return at.format().money(amount, money.prices().currency(), decimals);
  }

  /** A small amount with three significant digits, such as the cost of an hour. */
  static String small(DossierPage at, MoneyCase money, double amount) {
    double size = Math.abs(amount);
    if (size >= 100) {
      return amount(at, money, amount);
    }
    int decimals = size == 0 ? 2 : (int) Math.clamp(2 - Math.floor(Math.log10(size)), 2, 9);
    return at.format().money(amount, money.prices().currency(), decimals);
  }

  /** An input with its unit. */
  static String input(DossierPage at, MoneyCase money, Input input, double value) {
    return switch (input) {
      case CAPEX, RESIDUAL -> amount(at, money, value);
      case SPACE, SUPPORT -> at.text("money.per-year", amount(at, money, value));
      case TARIFF -> at.text("money.per-kwh", small(at, money, value));
      case YEARS -> at.plural("money.years-of", Math.round(value));
      case UTILIZATION, DISCOUNT_RATE, UNMETERED -> at.format().percent(value);
      case TARIFF_CHANGE -> at.text("money.per-year", at.format().change(value));
      case PUE -> at.format().number(value);
    };
  }

  /** The range an input is varied over, such as {@code ± 10 %}. */
  static String spread(DossierPage at, Input input, double spread) {
    if (!input.spreadIsAbsolute()) {
      return at.format().plusMinus(spread);
    }
    String amount =
        spread == Math.rint(spread)
            ? at.format().count(Math.round(spread))
            : at.format().number(spread);
    return input == Input.YEARS
        ? at.text("money.plus-minus-years", amount)
        : at.text("money.plus-minus-points", amount);
  }
}
