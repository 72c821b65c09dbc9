// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Cpu} from "./Cpu.sol";

/// @title The system calls
/// @notice o32 numbers in $v0, arguments in $a0 to $a2. Success sets $a3 = 0; an error sets $v0 = errno and $a3 = 1.
/// None of them touches memory.
library SystemCalls {
    uint256 private constant V0 = 2;
    uint256 private constant A0 = 4;
    uint256 private constant A1 = 5;
    uint256 private constant A2 = 6;
    uint256 private constant A3 = 7;

    uint32 private constant ENOENT = 2;
    uint32 private constant EBADF = 9;
    uint32 private constant ENOMEM = 12;
    uint32 private constant EINVAL = 22;
    uint32 private constant ENOSYS = 89; // MIPS has a number of its own

    uint32 private constant F_GETFD = 1;
    uint32 private constant F_GETFL = 3;

    uint32 private constant BRK = 0x40000000;
    uint64 private constant HEAP_END = 0x30000000;

    /// @notice Carries out the call that the registers name, up to and with the move to the next instruction.
    function execute(Cpu cpu) internal pure {
        uint32 number = cpu.register(V0);
        uint32 a0 = cpu.register(A0);
        if (number == 4246 || number == 4001) return cpu.exit(a0); // exit_group, exit
        (uint32 errno, uint32 value) = _call(cpu, number, a0, cpu.register(A1));
        cpu.setRegister(V0, errno == 0 ? value : errno);
        cpu.setRegister(A3, errno == 0 ? 0 : 1);
        cpu.advance();
    }

    function _call(Cpu cpu, uint32 number, uint32 a0, uint32 a1) private pure returns (uint32 errno, uint32 value) {
        if (number == 4003) return (a0 == 0 ? 0 : EBADF, 0); // read
        if (number == 4004) return (_isOutput(a0) ? 0 : EBADF, cpu.register(A2)); // write
        if (number == 4005) return (ENOENT, 0); // open
        if (number == 4055 || number == 4220) return _control(a0, a1); // fcntl, fcntl64
        if (number == 4090) return _map(cpu, a0, a1); // mmap
        if (number == 4045) return (0, BRK); // brk
        if (number == 4120) return (0, 1); // clone
        return (_isIgnored(number) ? 0 : ENOSYS, 0);
    }

    /// @dev Calls that succeed with 0 and do nothing.
    function _isIgnored(uint32 number) private pure returns (bool) {
        return number == 4006 // close
            || number == 4020 // getpid
            || number == 4091 // munmap
            || number == 4162 // sched_yield
            || number == 4166 // nanosleep
            || number == 4194 // rt_sigaction
            || number == 4195 // rt_sigprocmask
            || number == 4206 // sigaltstack
            || number == 4218 // madvise
            || number == 4222 // gettid
            || number == 4238 // futex
            || number == 4240 // sched_getaffinity
            || number == 4263 // clock_gettime
            || number == 4266 // tgkill
            || number == 4338; // prlimit64
    }

    /// @dev The descriptor is looked at before the command.
    function _control(uint32 descriptor, uint32 command) private pure returns (uint32 errno, uint32 value) {
        if (descriptor > 2) return (EBADF, 0);
        if (command == F_GETFD) return (0, 0);
        if (command == F_GETFL) return (0, _isOutput(descriptor) ? 1 : 0);
        return (EINVAL, 0);
    }

    /// @dev Lengths are rounded up to 4096 in 64 bits. Without a hint, the heap is handed out upwards.
    function _map(Cpu cpu, uint32 hint, uint32 size) private pure returns (uint32 errno, uint32 value) {
        unchecked {
            if (size == 0) return (EINVAL, 0);
            if (hint != 0) return (0, hint);
            value = cpu.heap();
            uint64 end = value + ((uint64(size) + 0xfff) & ~uint64(0xfff));
            if (end > HEAP_END) return (ENOMEM, 0);
            cpu.setHeap(uint32(end));
        }
    }

    function _isOutput(uint32 descriptor) private pure returns (bool) {
        return descriptor == 1 || descriptor == 2;
    }
}
