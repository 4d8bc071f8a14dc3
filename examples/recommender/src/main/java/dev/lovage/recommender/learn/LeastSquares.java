// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/// Finds the numbers of one user from those of the movies, or of one movie from those of the users:
/// the vector x that makes `Σ c (p - x·y)² + λ |x|²` least, where p is 1 for what was liked with
/// confidence c = 1 + α, and 0 for the rest with confidence 1 (Hu, Koren, Volinsky: Collaborative
/// Filtering for Implicit Feedback Datasets, 2008). Used by one thread.
final class LeastSquares {

  private final Hyper hyper;
  private final float[][] others;
  private final double[] gram;
  private final DMatrixRMaj matrix;
  private final DMatrixRMaj right;
  private final DMatrixRMaj solution;
  private final LinearSolverDense<DMatrixRMaj> solver;

  /// @param gram the sum of `y yᵀ` over all of the others
  LeastSquares(Hyper hyper, float[][] others, double[] gram) {
    int rank = hyper.rank();
    this.hyper = hyper;
    this.others = others;
    this.gram = gram;
    this.matrix = new DMatrixRMaj(rank, rank);
    this.right = new DMatrixRMaj(rank, 1);
    this.solution = new DMatrixRMaj(rank, 1);
    this.solver = LinearSolverFactory_DDRM.chol(rank);
  }

  /// The sum of `y yᵀ` over all.
  static double[] gram(float[][] all, int rank) {
    var gram = new double[rank * rank];
    for (float[] y : all) {
      add(gram, y, 1);
    }
    mirror(gram, rank);
    return gram;
  }

  /// @param liked the places of those that count with confidence
  float[] solve(int[] liked) {
    int rank = hyper.rank();
    var a = matrix.data;
    System.arraycopy(gram, 0, a, 0, a.length);
    java.util.Arrays.fill(right.data, 0);
    for (int place : liked) {
      float[] y = others[place];
      add(a, y, hyper.alpha());
      for (int i = 0; i < rank; i++) {
        right.data[i] += (1 + hyper.alpha()) * y[i];
      }
    }
    mirror(a, rank);
    for (int i = 0; i < rank; i++) {
      a[i * rank + i] += hyper.lambda();
    }
    if (!solver.setA(matrix)) {
      throw new ArithmeticException("the matrix is not positive definite; take a larger lambda");
    }
    solver.solve(right, solution);
    var x = new float[rank];
    for (int i = 0; i < rank; i++) {
      x[i] = (float) solution.data[i];
    }
    return x;
  }

  /// Adds `weight · y yᵀ` to the upper triangle.
  private static void add(double[] a, float[] y, double weight) {
    int rank = y.length;
    for (int i = 0; i < rank; i++) {
      double scaled = weight * y[i];
      for (int j = i; j < rank; j++) {
        a[i * rank + j] += scaled * y[j];
      }
    }
  }

  private static void mirror(double[] a, int rank) {
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < i; j++) {
        a[i * rank + j] = a[j * rank + i];
      }
    }
  }
}
