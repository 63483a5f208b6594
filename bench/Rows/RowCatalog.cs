using Bench.Harness;

namespace Bench.Rows;

/// <summary>The rows in the order of the table.</summary>
internal static class RowCatalog
{
    public static IEnumerable<Row> Create() =>
    [
        new SendQos0Row(),
        new SendQos0UnfragmentedRow(),
        new SendQos0MosquittoRow(),
        new SendQos1Row(),
        new SendQos1MosquittoRow(),
        new SendQos0SecureRow(),
        new SendQos1SecureRow(),
        new ReceiveQos0Row(),
        new ReceiveQos0DenseRow(),
        new SendQos0MqttJsRow(),
        new SendQos1MqttJsRow(),
        new ReceiveMqttJsRow(),
        new ReceiveMqttJsSinkRow(),
        new RequestRow(),
        new RoundTripRow(),
        new RoundTripUnfragmentedRow(),
        new CredentialRow(),
        new ImportRow(),
        new CrowdRow(),
    ];
}
