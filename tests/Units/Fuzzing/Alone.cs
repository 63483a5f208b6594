namespace AliyunIotWs.Units.Fuzzing;

/// <summary>Tests that measure memory or time of the whole process, and so run beside no other.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
