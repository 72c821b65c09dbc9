// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Arithmetic} from "./Arithmetic.sol";
import {Cpu, loadCpu} from "./Cpu.sol";
import {DataAccess} from "./DataAccess.sol";
import {IMachine} from "./IMachine.sol";
import {Instruction, RD, RS, RT, SA} from "./Instruction.sol";
import {MultiplyDivide} from "./MultiplyDivide.sol";
import {InvalidProofLength, InvalidWitnessLength, MemoryRootMismatch, ProvenMemory} from "./ProvenMemory.sol";
import {State} from "./State.sol";
import {SystemCalls} from "./SystemCalls.sol";
import {Trapping} from "./Trapping.sol";

/// @title One step of the Opml machine: MIPS32 release 1, big-endian, integer unit only
/// @notice The rules are docs/machine.md's. No state makes it revert when its proof is the valid one.
/// @dev Read it beside StepFunction.cs, which has the same rules in the same order.
contract MipsMachine is IMachine {
    uint32 private constant SPECIAL = 0x00;
    uint32 private constant REGIMM = 0x01;
    uint32 private constant SPECIAL2 = 0x1c;

    uint32 private constant RETURN_ADDRESS = 31;

    /// @dev Bytes of a witness without its memory root.
    uint256 private constant REST = State.SIZE - 32;

    /// @notice Executes one step from the state that a witness spells out.
    /// @param witness The state before the step: 190 bytes, laid out as in State.sol.
    /// @param proof What the step reads of memory, laid out as in ProvenMemory.sol. Empty where the state does not run
    /// or its pc is misaligned. There is one valid proof for each state.
    /// @return stateHash The hash of the state after the step; its first byte is the status.
    function step(bytes calldata witness, bytes calldata proof) external pure returns (bytes32 stateHash) {
        if (witness.length != State.SIZE) revert InvalidWitnessLength();
        Cpu cpu = loadCpu(witness);
        if (_readsNothing(cpu)) {
            if (proof.length != 0) revert InvalidProofLength();
            _executeWithoutMemory(cpu);
        } else {
            bytes32 root = cpu.memoryRoot();
            if (_execute(cpu, proof) != root) revert MemoryRootMismatch();
        }
        return cpu.hash();
    }

    /// @notice Executes one step, its arguments in the fewest bytes. After the selector stand the witness without its
    /// memory root (158 bytes) and the proof, which leads to that root; or, where the step reads nothing, the root
    /// itself (32 bytes). Nothing is padded.
    /// @dev It says from which state it went, which the caller compares with the one that it means.
    /// @return stateHash The hash of the state before the step.
    /// @return nextStateHash The hash of the state after the step.
    function stepPacked() external pure returns (bytes32 stateHash, bytes32 nextStateHash) {
        if (msg.data.length < 4 + REST) revert InvalidWitnessLength();
        bytes calldata proof = msg.data[4 + REST:];
        Cpu cpu = loadCpu(4, 0);
        if (_readsNothing(cpu)) {
            if (proof.length != 32) revert InvalidProofLength();
            cpu.setMemoryRoot(bytes32(proof));
            stateHash = cpu.hash();
            _executeWithoutMemory(cpu);
        } else {
            bytes32 root = _execute(cpu, proof);
            stateHash = loadCpu(4, root).hash();
        }
        nextStateHash = cpu.hash();
    }

    /// @dev A state that does not run, or whose pc is misaligned.
    function _readsNothing(Cpu cpu) private pure returns (bool) {
        return cpu.status() != State.RUNNING || cpu.pc() & 3 != 0;
    }

    /// @dev A state that does not run steps to itself; one that runs has a misaligned pc here.
    function _executeWithoutMemory(Cpu cpu) private pure {
        if (cpu.status() != State.RUNNING) return;
        cpu.countStep();
        cpu.trap();
    }

    /// @dev Executes one instruction, and puts the memory root after it into the state. Whether the root before it is the
    /// state's, which all that is read depends on, is for the caller to see.
    /// @return root The memory root before, by the proof.
    function _execute(Cpu cpu, bytes calldata proof) private pure returns (bytes32 root) {
        cpu.countStep();
        uint32 pc = cpu.pc();
        Instruction i = Instruction.wrap(ProvenMemory.wordAt(ProvenMemory.instructionLeaf(proof), pc));
        uint32 rs = cpu.register(i.rs());
        uint32 rt = cpu.register(i.rt());
        if (DataAccess.isAccess(i.primary())) return _access(cpu, proof, i, rs, rt);
        root = ProvenMemory.rootOf(proof, pc);
        cpu.setMemoryRoot(root);
        _executeWithoutData(cpu, i, rs, rt);
    }

    function _access(Cpu cpu, bytes calldata proof, Instruction i, uint32 rs, uint32 rt)
        private
        pure
        returns (bytes32 root)
    {
        uint32 operation = i.primary();
        uint32 pc = cpu.pc();
        uint32 target;
        unchecked {
            target = rs + i.signedImmediate();
        }
        if (DataAccess.isMisaligned(operation, target)) {
            root = ProvenMemory.rootOf(proof, pc);
            cpu.setMemoryRoot(root);
            cpu.trap();
            return root;
        }
        bytes32 leaf = ProvenMemory.dataLeaf(proof, pc, target);
        uint32 word = ProvenMemory.wordAt(leaf, target);
        if (DataAccess.isStore(operation)) {
            leaf = ProvenMemory.withWord(leaf, target, DataAccess.store(operation, target, word, rt));
            _write(cpu, operation == DataAccess.SC ? i.rt() : 0, 1);
        } else {
            _write(cpu, i.rt(), DataAccess.load(operation, target, word, rt));
        }
        bytes32 newRoot;
        (root, newRoot) = ProvenMemory.roots(proof, pc, target, leaf);
        cpu.setMemoryRoot(newRoot);
    }

    /// @dev All that touches no data.
    function _executeWithoutData(Cpu cpu, Instruction i, uint32 rs, uint32 rt) private pure {
        uint32 operation = i.primary();
        if (operation == SPECIAL) return _special(cpu, i, rs, rt);
        if (operation == REGIMM) return _registerImmediate(cpu, i, rs);
        if (operation == 0x02) return _jump(cpu, _regionTarget(cpu, i), 0); // j
        if (operation == 0x03) return _jump(cpu, _regionTarget(cpu, i), RETURN_ADDRESS); // jal
        if (operation >> 2 == 1 || operation >> 2 == 5) return _compareAndBranch(cpu, i, rs, rt);
        if (operation >> 3 == 1) return _immediate(cpu, i, rs);
        if (operation == SPECIAL2) return _special2(cpu, i, rs, rt);
        if (operation == 0x33) return cpu.advance(); // pref
        cpu.trap();
    }

    function _special(Cpu cpu, Instruction i, uint32 rs, uint32 rt) private pure {
        uint32 operation = i.funct();
        if (operation >= 0x30) {
            if (operation < 0x38) return _trapIf(cpu, Trapping.holds(operation & 7, rs, rt));
        } else if (operation >= 0x20) {
            (bool valid, uint32 value) = Arithmetic.evaluate(operation, rs, rt);
            if (valid && i.lacks(SA)) return _write(cpu, i.rd(), value);
        } else if (operation >= 0x18) {
            if (operation < 0x1c && i.lacks(RD | SA)) return _setHiLo(cpu, _multiplyOrDivide(operation, rs, rt));
        } else if (operation >= 0x10) {
            return _moveHiLo(cpu, i, rs);
        } else if (operation < 0x08) {
            uint32 kind = operation & 3;
            bool variable = operation & 4 != 0;
            if (kind != 1 && i.lacks(variable ? SA : RS)) {
                return _write(cpu, i.rd(), Arithmetic.shift(kind, rt, variable ? rs & 31 : i.shiftAmount()));
            }
        } else if (operation == 0x08) {
            if (i.lacks(RT | RD)) return _jump(cpu, rs, 0); // jr
        } else if (operation == 0x09) {
            if (i.lacks(RT)) return _jump(cpu, rs, i.rd()); // jalr
        } else if (operation == 0x0a || operation == 0x0b) {
            bool moves = (rt == 0) == (operation == 0x0a); // movz, movn
            if (i.lacks(SA)) return _write(cpu, moves ? i.rd() : 0, rs);
        } else if (operation == 0x0c) {
            return SystemCalls.execute(cpu);
        } else if (operation == 0x0f) {
            if (i.lacks(RS | RT | RD)) return cpu.advance(); // sync
        }
        cpu.trap(); // break, reserved, signed overflow
    }

    function _special2(Cpu cpu, Instruction i, uint32 rs, uint32 rt) private pure {
        uint32 operation = i.funct();
        unchecked {
            if (operation == 0x02) {
                if (i.lacks(SA)) return _write(cpu, i.rd(), rs * rt); // mul
            } else if (operation == 0x20) {
                if (i.lacks(SA)) return _write(cpu, i.rd(), Arithmetic.leadingZeros(rs)); // clz
            } else if (operation == 0x21) {
                if (i.lacks(SA)) return _write(cpu, i.rd(), Arithmetic.leadingZeros(~rs)); // clo
            } else if (i.lacks(RD | SA)) {
                uint64 sum = (uint64(cpu.hi()) << 32) | cpu.lo();
                if (operation == 0x00) return _setHiLo(cpu, sum + MultiplyDivide.signedProduct(rs, rt)); // madd
                if (operation == 0x01) return _setHiLo(cpu, sum + MultiplyDivide.unsignedProduct(rs, rt)); // maddu
                if (operation == 0x04) return _setHiLo(cpu, sum - MultiplyDivide.signedProduct(rs, rt)); // msub
                if (operation == 0x05) return _setHiLo(cpu, sum - MultiplyDivide.unsignedProduct(rs, rt)); // msubu
            }
        }
        cpu.trap();
    }

    /// @dev addi to lui.
    function _immediate(Cpu cpu, Instruction i, uint32 rs) private pure {
        uint32 operation = i.primary();
        if (operation == 0x0f) {
            if (!i.lacks(RS)) return cpu.trap();
            return _write(cpu, i.rt(), i.immediate() << 16); // lui
        }
        // addi, addiu, slti, sltiu are add, addu, slt, sltu over a sign-extended immediate; andi, ori, xori are and,
        // or, xor over a zero-extended one.
        bool logic = operation >= 0x0c;
        uint32 registerForm = logic ? operation + 0x18 : operation >= 0x0a ? operation + 0x20 : operation + 0x18;
        (bool valid, uint32 value) =
            Arithmetic.evaluate(registerForm, rs, logic ? i.immediate() : i.signedImmediate());
        if (!valid) return cpu.trap();
        _write(cpu, i.rt(), value);
    }

    function _multiplyOrDivide(uint32 operation, uint32 rs, uint32 rt) private pure returns (uint64) {
        if (operation == 0x18) return MultiplyDivide.signedProduct(rs, rt);
        if (operation == 0x19) return MultiplyDivide.unsignedProduct(rs, rt);
        if (operation == 0x1a) return MultiplyDivide.signedQuotient(rs, rt);
        return MultiplyDivide.unsignedQuotient(rs, rt);
    }

    /// @dev mfhi, mthi, mflo, mtlo.
    function _moveHiLo(Cpu cpu, Instruction i, uint32 rs) private pure {
        uint32 operation = i.funct();
        if (operation == 0x10 && i.lacks(RS | RT | SA)) return _write(cpu, i.rd(), cpu.hi());
        if (operation == 0x12 && i.lacks(RS | RT | SA)) return _write(cpu, i.rd(), cpu.lo());
        if (operation == 0x11 && i.lacks(RT | RD | SA)) {
            cpu.setHi(rs);
            return cpu.advance();
        }
        if (operation == 0x13 && i.lacks(RT | RD | SA)) {
            cpu.setLo(rs);
            return cpu.advance();
        }
        cpu.trap();
    }

    /// @dev beq, bne, blez, bgtz and their likely forms.
    function _compareAndBranch(Cpu cpu, Instruction i, uint32 rs, uint32 rt) private pure {
        uint32 kind = i.primary() & 3;
        bool taken;
        if (kind < 2) {
            taken = (rs == rt) == (kind == 0);
        } else {
            if (!i.lacks(RT)) return cpu.trap();
            taken = (int32(rs) > 0) == (kind == 3);
        }
        _branch(cpu, i, taken, i.primary() & 0x10 != 0, 0);
    }

    /// @dev REGIMM: bltz, bgez, their likely and linking forms, and the traps with an immediate.
    function _registerImmediate(Cpu cpu, Instruction i, uint32 rs) private pure {
        uint32 kind = i.rt();
        if (kind >> 3 == 1) return _trapIf(cpu, Trapping.holds(kind & 7, rs, i.signedImmediate()));
        if (kind & 0x0c != 0) return cpu.trap();
        bool taken = (int32(rs) < 0) == (kind & 1 == 0);
        _branch(cpu, i, taken, kind & 2 != 0, kind & 0x10 != 0 ? RETURN_ADDRESS : 0);
    }

    /// @dev The region is the delay slot's.
    function _regionTarget(Cpu cpu, Instruction i) private pure returns (uint32) {
        unchecked {
            return ((cpu.pc() + 4) & 0xf0000000) | i.target();
        }
    }

    function _jump(Cpu cpu, uint32 target, uint32 link) private pure {
        if (_inDelaySlot(cpu)) return cpu.trap();
        _link(cpu, link);
        cpu.jump(target);
    }

    /// @dev Links whether taken or not. A likely branch that is not taken skips its delay slot.
    function _branch(Cpu cpu, Instruction i, bool taken, bool likely, uint32 link) private pure {
        if (_inDelaySlot(cpu)) return cpu.trap();
        _link(cpu, link);
        unchecked {
            if (taken) {
                cpu.jump(cpu.pc() + 4 + (i.signedImmediate() << 2));
            } else {
                cpu.advance();
                if (likely) cpu.advance();
            }
        }
    }

    function _inDelaySlot(Cpu cpu) private pure returns (bool) {
        unchecked {
            return cpu.nextPc() != cpu.pc() + 4;
        }
    }

    function _link(Cpu cpu, uint32 link) private pure {
        unchecked {
            cpu.setRegister(link, cpu.pc() + 8);
        }
    }

    function _trapIf(Cpu cpu, bool holds) private pure {
        if (holds) cpu.trap();
        else cpu.advance();
    }

    function _setHiLo(Cpu cpu, uint64 value) private pure {
        cpu.setHi(uint32(value >> 32));
        cpu.setLo(uint32(value));
        cpu.advance();
    }

    function _write(Cpu cpu, uint256 index, uint32 value) private pure {
        cpu.setRegister(index, value);
        cpu.advance();
    }
}
