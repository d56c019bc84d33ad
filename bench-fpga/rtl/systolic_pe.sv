// One processing element: multiplies the operands that pass through it, accumulates in place, and keeps
// a finished sum in a second register, from which it is shifted out while the next sum accumulates.
//
//   cycle 0   operands and their flags are registered (and passed on to the neighbours)
//   cycle 1   product
//   cycle 2   sum
//   cycle 3   after the last product of a tile: the finished sum moves to the drain register

`default_nettype none

module systolic_pe #(
    parameter int OPERAND_BITS = 8,
    parameter int SUM_BITS     = 32
) (
    input  wire  clk,
    input  wire  rst,

    // From the left neighbour, and to the right one: an operand of A and its flags.
    input  wire  valid_in,
    input  wire  first_in,
    input  wire  last_in,
    input  wire  signed [OPERAND_BITS-1:0] a_in,
    output logic valid_out,
    output logic first_out,
    output logic last_out,
    output logic signed [OPERAND_BITS-1:0] a_out,

    // From the upper neighbour, and to the lower one: an operand of B; it is valid when A's is.
    input  wire  signed [OPERAND_BITS-1:0] b_in,
    output logic signed [OPERAND_BITS-1:0] b_out,

    // The drain chain runs upwards: from the lower neighbour, to the upper one.
    input  wire  shift,
    input  wire  [SUM_BITS-1:0] drain_in,
    output logic [SUM_BITS-1:0] drain_out,
    output logic captured
);
  logic product_valid;
  logic product_first;
  logic product_last;
  logic signed [2*OPERAND_BITS-1:0] product;
  logic signed [SUM_BITS-1:0] sum;
  logic sum_last;
  wire signed [SUM_BITS-1:0] addend = {{(SUM_BITS - 2*OPERAND_BITS){product[2*OPERAND_BITS-1]}}, product};

  always_ff @(posedge clk) begin
    a_out <= a_in;
    b_out <= b_in;
    first_out <= first_in;
    last_out <= last_in;
    product <= a_out * b_out;
    product_first <= first_out;
    product_last <= last_out;
    if (product_valid) begin
      sum <= (product_first ? '0 : sum) + addend;
    end
    // A tile is captured only after the previous one has left, so the two never collide.
    if (shift) begin
      drain_out <= drain_in;
    end else if (sum_last) begin
      drain_out <= sum;
    end
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      valid_out <= 1'b0;
      product_valid <= 1'b0;
      sum_last <= 1'b0;
    end else begin
      valid_out <= valid_in;
      product_valid <= valid_out;
      sum_last <= product_valid && product_last;
    end
  end

  assign captured = sum_last;
endmodule

`default_nettype wire
