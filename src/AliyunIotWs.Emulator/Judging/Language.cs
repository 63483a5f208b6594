namespace AliyunIotWs.Emulator.Judging;

/// <summary>In which language a judge speaks.</summary>
internal enum Language
{
    English,
    Chinese,
}
