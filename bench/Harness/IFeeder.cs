namespace Bench.Harness;

/// <summary>Sends to a receiving client what it is granted.</summary>
internal interface IFeeder
{
    void Flood(int count, int perFrame);

    void Grant(int count);
}
