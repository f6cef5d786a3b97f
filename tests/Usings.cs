global using NUnit.Framework;

[assembly: Parallelizable(ParallelScope.All)]
// Many wait for a server or a browser: one more than the two cores that the suite is meant for.
[assembly: LevelOfParallelism(3)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
