using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell;

/// <summary>Finds the state of the runspace that a cmdlet runs in; runspaces share nothing.</summary>
internal static class ModuleState
{
    private static readonly ConditionalWeakTable<Runspace, IotSessionState> s_states = [];

    public static IotSessionState Current => s_states.GetValue(Runspace.DefaultRunspace, Create);

    /// <summary>An open connection of this device, of any runspace of the process; null where there is none.</summary>
    public static IotMqttConnection? FindOpen(ConnectionSettings settings) => s_states
        .SelectMany(state => state.Value.ConnectionsOfDevice(settings))
        .FirstOrDefault(IotSessionState.IsOpen);

    /// <summary>Closes everything that this runspace opened; called when the module is removed from it.</summary>
    public static void CloseCurrent()
    {
        if (Runspace.DefaultRunspace is { } runspace && s_states.TryGetValue(runspace, out var state))
            state.CloseAll();
    }

    private static IotSessionState Create(Runspace runspace)
    {
        var state = new IotSessionState();
        runspace.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
                state.CloseAll();
        };
        return state;
    }
}
