namespace AliyunIotWs.Units.Fuzzing;

/// <summary>Tests that measure what the whole process allocates, and so run beside no other.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
