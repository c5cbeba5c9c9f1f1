/**
 * Measures this node against what it set out to reach, each number beside another that was taken in the same run.
 *
 * <p>{@link coop.canut.ops.bench.Bench} is the verb: it takes the measurements that were asked for, one after another, and
 * prints a table for {@code ops/docs/BENCHMARKS.md}, with the machine and the method. A measurement is a class with one
 * method that gives rows; it starts what it needs on data of its own, checks that what was measured also came out right, and
 * stops everything again. Ratios travel better than numbers: a goal is a share of what the same machine did at the same time
 * with the least that could do the job. A goal that is missed is printed like one that is reached. Nothing here is a test,
 * since a test that fails on a slow machine says nothing about the code. The package calls the demonstration for people and
 * work, {@code federation} for nodes, {@code machine} for databases, and {@code node} and {@code protocol}.
 */
package coop.canut.ops.bench;
